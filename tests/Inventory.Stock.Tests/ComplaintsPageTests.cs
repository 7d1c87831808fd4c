using System.Globalization;
using System.Text.RegularExpressions;

namespace Inventory.Stock.Tests;

/// <summary>docs/complaints.md says which tests keep which complaint away, and these tests keep it true.</summary>
public sealed partial class ComplaintsPageTests
{
    private static readonly string s_root = Repository.Root;
    private static readonly string[] s_rows =
        [.. File.ReadLines(Path.Combine(s_root, "docs", "complaints.md")).Where(line => line.StartsWith('|')).Skip(2)];

    [Fact]
    public void All_twelve_are_there_in_order() => Assert.Equal(
        Enumerable.Range(1, 12).Select(number => number.ToString(CultureInfo.InvariantCulture)), s_rows.Select(row => row.Split('|')[1].Trim()));

    [Fact]
    public void Each_names_what_prevents_it_and_a_test() => Assert.All(s_rows, row =>
    {
        Assert.Equal(6, row.Split('|').Length);
        Assert.NotEmpty(row.Split('|')[3].Trim());
        Assert.NotEmpty(Names().Matches(row));
    });

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(s_root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(s_root, "tests"), "*Properties.cs", SearchOption.AllDirectories))
            .ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);

        Assert.All(s_rows.SelectMany(row => Names().Matches(row)), name =>
        {
            var declaration = $@"\[(Fact|Theory)\](\s*\[.*\])*\s*public (async Task|void) {name.Groups["test"].Value}\(";
            Assert.Contains(sources[name.Groups["class"].Value], source => Regex.IsMatch(source, declaration));
        });
    }

    /// <summary>Whatever is written like a method of a class.</summary>
    [GeneratedRegex(@"`(?<class>\w+)\.(?<test>\w+)`")]
    private static partial Regex Names();
}
