using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Inventory.Bench.Contestants;

namespace Inventory.Bench;

/// <summary>What to run: <c>[CASE…] [--contestant NAME]… [--seconds N] [--runs N] [--json FILE] [--charts FOLDER]</c>.</summary>
internal sealed record BenchArguments(
    IReadOnlyList<Workload> Cases, IReadOnlyList<Contestant> Contestants, TimeSpan Duration, int Runs, string? JsonFile, string? ChartsFolder)
{
    private const int DefaultSeconds = 10;
    private const int DefaultRuns = 3;

    public static bool TryParse(string[] args, [NotNullWhen(true)] out BenchArguments? arguments, [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        error = null;
        var (cases, contestants) = (new List<Workload>(), new List<Contestant>());
        var (seconds, runs) = (DefaultSeconds, DefaultRuns);
        var (json, charts) = ((string?)null, (string?)null);
        for (var i = 0; i < args.Length && error is null; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--json" when value.Length > 0:
                    json = value;
                    i++;
                    break;
                case "--charts" when value.Length > 0:
                    charts = value;
                    i++;
                    break;
                case "--seconds" when TryCount(value, out seconds):
                case "--runs" when TryCount(value, out runs):
                    i++;
                    break;
                case "--contestant" when Contestant.All.FirstOrDefault(each => each.Name == value) is { } contestant:
                    contestants.Add(contestant);
                    i++;
                    break;
                case var name when Workload.All.FirstOrDefault(each => each.Name == name) is { } workload:
                    cases.Add(workload);
                    break;
                default:
                    error = $"'{args[i]}' is not understood. Cases: {string.Join(", ", Workload.All.Select(each => each.Name))}. "
                        + $"Options: --contestant {string.Join("|", Contestant.All.Select(each => each.Name))}, --seconds N, --runs N, --json FILE, --charts FOLDER.";
                    break;
            }
        }

        if (error is not null)
        {
            return false;
        }

        arguments = new BenchArguments(
            cases.Count > 0 ? cases : Workload.Usual, contestants.Count > 0 ? contestants : Contestant.All, TimeSpan.FromSeconds(seconds), runs, json, charts);
        return true;
    }

    /// <summary>The same of a benchmark that has no cases and takes only these options, each with a value.</summary>
    public static bool TryParse(
        string[] args, string[] options, [NotNullWhen(true)] out BenchArguments? arguments, [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        error = null;
        if (args.Where((_, i) => i % 2 == 0).All(options.Contains) && TryParse(args, out arguments, out _))
        {
            return true;
        }

        error = $"'{string.Join(' ', args)}' is not understood. Options: {string.Join(", ", options)}.";
        return false;
    }

    public static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}
