using System.Text.RegularExpressions;

namespace Inventory.Testing;

/// <summary>The images that <c>compose/compose.yml</c> runs, so that tests run the same.</summary>
public static partial class ComposeFile
{
    /// <param name="repository">The image's name without its tag.</param>
    public static string Image(string repository)
    {
        using var file = new StreamReader(typeof(ComposeFile).Assembly.GetManifestResourceStream("compose.yml")!);
        return Images().Matches(file.ReadToEnd()).Select(image => image.Groups[1].Value).Single(image => image.StartsWith($"{repository}:", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\s*image:\s*(\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Images();
}
