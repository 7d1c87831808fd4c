namespace Inventory.Stock.Tests;

/// <summary>tests/mutations/*.patch are applied by tests/mutations/run only; these tests keep them fit for the code as it is.</summary>
public sealed class MutationPatchTests
{
    private static readonly string s_root = Repository.Root;

    public static TheoryData<string> Patches =>
        new(Directory.EnumerateFiles(Path.Combine(s_root, "tests", "mutations"), "*.patch").Select(path => Path.GetFileName(path)!).Order());

    [Theory]
    [MemberData(nameof(Patches))]
    public void A_patch_changes_what_is_there(string patch)
    {
        var lines = File.ReadAllLines(Path.Combine(s_root, "tests", "mutations", patch));
        var hunks = 0;
        var file = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("--- a/", StringComparison.Ordinal))
            {
                file = File.ReadAllText(Path.Combine(s_root, lines[i]["--- a/".Length..]));
            }
            else if (lines[i].StartsWith("@@", StringComparison.Ordinal))
            {
                var before = lines.Skip(i + 1).TakeWhile(line => line is [' ' or '-' or '+', ..] && !line.StartsWith("--- a/", StringComparison.Ordinal))
                    .Where(line => line[0] is not '+').Select(line => line[1..]);
                Assert.Contains(string.Join('\n', before), file, StringComparison.Ordinal);
                hunks++;
            }
        }

        Assert.NotEqual(0, hunks);
    }

    [Theory]
    [MemberData(nameof(Patches))]
    public void A_patch_names_tests_that_there_are(string patch)
    {
        var named = File.ReadLines(Path.Combine(s_root, "tests", "mutations", patch)).ElementAt(1);

        Assert.StartsWith("Tests: ", named, StringComparison.Ordinal);
        Assert.All(named["Tests: ".Length..].Split(' '), name => Assert.True(IsThere(name), $"There is no {name}."));
    }

    /// <summary>A pattern that ends in a class, or in a test of a class.</summary>
    private static bool IsThere(string pattern)
    {
        var names = pattern.Split('.');
        var (name, test) = names[^1].EndsWith("Tests", StringComparison.Ordinal) ? (names[^1], null) : (names[^2], names[^1]);
        return Directory.EnumerateFiles(Path.Combine(s_root, "tests"), $"{name}.cs", SearchOption.AllDirectories)
            .Any(path => test is null || File.ReadAllText(path).Contains($" {test}(", StringComparison.Ordinal));
    }
}
