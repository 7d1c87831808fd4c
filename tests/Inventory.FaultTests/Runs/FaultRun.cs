using System.Globalization;
using Inventory.FaultTests.Rows;

namespace Inventory.FaultTests.Runs;

/// <summary>
/// Which rows are run, and from which seed: a few in every run of the tests; those of <c>./inventory test --faults [ROWS]</c>; or a
/// mixture of all for as long as <c>--soak</c> says. <c>--seed</c> repeats the choices of an earlier run: which messages, which
/// faults, how long; not which thread comes first.
/// </summary>
internal static class FaultRun
{
    private const int Few = 4;
    private const int FewStrikes = 2;

    /// <summary>The seed of the run.</summary>
    public static int Seed { get; } = Setting("INVENTORY_TEST_SEED") is { } seed && int.TryParse(seed, CultureInfo.InvariantCulture, out var given)
        ? given
        : Random.Shared.Next(1, 1_000_000);

    /// <summary>How long a mixture is to go on; null where rows are run one by one.</summary>
    public static TimeSpan? Soak { get; } =
        Setting("INVENTORY_TEST_SOAK") is { } seconds ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) : null;

    private static string? Chosen => Setting("INVENTORY_TEST_FAULTS");

    /// <summary>The rows of this run.</summary>
    public static IReadOnlyList<FaultRow> Rows()
    {
        var all = Table.NewRows();
        switch (Chosen)
        {
            case "all":
                return all;
            case { } numbers:
                var chosen = numbers.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
                return chosen.Except(all.Select(row => row.Number)).ToArray() is [var unknown, ..]
                    ? throw new ArgumentException($"The table of faults has no row {unknown} that is run here.")
                    : [.. all.Where(row => chosen.Contains(row.Number))];
            default:
                return [.. new Random(Seed).GetItems(all.Where(row => row.IsShort).ToArray(), 4 * Few).Distinct().Take(Few).OrderBy(row => row.Number)];
        }
    }

    public static int Strikes(FaultRow row) => Chosen is null ? Math.Min(row.Strikes, FewStrikes) : row.Strikes;

    /// <summary>The seed of one row: the same whether it is run alone or among others.</summary>
    public static int SeedOf(int row) => unchecked((Seed * 31) + row);

    /// <summary>What repeats a row, or the whole.</summary>
    public static string Command(string what) => $"./inventory test {what} --seed {Seed}";

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
