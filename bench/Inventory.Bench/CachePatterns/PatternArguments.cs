using System.Diagnostics.CodeAnalysis;

namespace Inventory.Bench.CachePatterns;

/// <summary>What to run: <c>[--pattern NAME]… [--runs N] [--kills N] [--json FILE] [--earlier FILE] [--chart FILE]</c>.</summary>
/// <param name="Patterns">Which patterns.</param>
/// <param name="Runs">How many runs each.</param>
/// <param name="Kills">How many kills in each run.</param>
/// <param name="JsonFile">Where results go.</param>
/// <param name="EarlierFile">Results of an earlier run, whose runs count too.</param>
/// <param name="ChartFile">Where the chart goes.</param>
internal sealed record PatternArguments(
    IReadOnlyList<CachePattern> Patterns, int Runs, int Kills, string? JsonFile, string? EarlierFile, string? ChartFile)
{
    private const int DefaultRuns = 3;
    private const int DefaultKills = 3;

    public static bool TryParse(string[] args, [NotNullWhen(true)] out PatternArguments? arguments, [NotNullWhen(false)] out string? error)
    {
        (arguments, error) = (null, null);
        var patterns = new List<CachePattern>();
        var (runs, kills) = (DefaultRuns, DefaultKills);
        var files = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--json" or "--earlier" or "--chart" when value.Length > 0:
                    files[args[i]] = value;
                    break;
                case "--runs" when BenchArguments.TryCount(value, out runs):
                case "--kills" when BenchArguments.TryCount(value, out kills):
                    break;
                case "--pattern" when CachePattern.All.FirstOrDefault(each => each.Name == value) is { } pattern:
                    patterns.Add(pattern);
                    break;
                default:
                    error = $"'{args[i]} {value}' is not understood. Options: --pattern {string.Join('|', CachePattern.All.Select(each => each.Name))}, "
                        + "--runs N, --kills N, --json FILE, --earlier FILE, --chart FILE.";
                    return false;
            }
        }

        arguments = new PatternArguments(
            patterns.Count > 0 ? patterns : CachePattern.All, runs, kills, files.GetValueOrDefault("--json"), files.GetValueOrDefault("--earlier"), files.GetValueOrDefault("--chart"));
        return true;
    }
}
