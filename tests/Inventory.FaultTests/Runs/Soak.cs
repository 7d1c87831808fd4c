using System.Diagnostics;
using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Rig;
using Inventory.FaultTests.Rows;

namespace Inventory.FaultTests.Runs;

/// <summary>Rows at random, one after the other on the same service, with a rest now and then at which everything is checked.
/// Not those that bring servers of their own.</summary>
internal sealed class Soak(FaultRig rig, Random random)
{
    private const int StrikesBetweenRests = 5;

    private readonly FaultRow[] _rows = [.. Table.NewRows().Where(row => row.Obstacle is null && !row.HasOwnServers)];

    public async Task RunAsync(TimeSpan length)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var strikes = 1; Stopwatch.GetElapsedTime(begun) < length && rig.History.Violations.Count == 0; strikes++)
        {
            var row = _rows[random.Next(_rows.Length)];
            rig.History.Fault($"row {row.Number}: {row.Sentence}");
            await row.StrikeAsync(rig, random);
            Tally.Struck(row.Number);
            await rig.SettlesAsync(50);
            if (strikes % StrikesBetweenRests == 0)
            {
                await rig.SettleAsync();
                await rig.ResumeAsync();
            }
        }
    }
}
