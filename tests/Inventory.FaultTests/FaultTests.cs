using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Rig;
using Inventory.FaultTests.Rows;
using Inventory.FaultTests.Runs;
using Inventory.Testing.Servers;

namespace Inventory.FaultTests;

/// <summary>
/// Every row of the table of faults strikes three workers and the API under load; when it is over, every promise must have been
/// kept. Which rows, and how often: <see cref="FaultRun"/>.
/// </summary>
public sealed class FaultTests(TestServers servers)
{
    /// <summary>Number and sentence of each row that is run.</summary>
    public static TheoryData<int, string> Rows => FaultRun.Soak is { } length
        ? new() { { 0, $"a mixture of all, for {length}" } }
        : [.. FaultRun.Rows().Select(row => (row.Number, row.Sentence))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_promise_is_kept_when(int row, string sentence)
    {
        Assert.NotEmpty(sentence);
        if (row == 0)
        {
            await RunAsync($"--soak {FaultRun.Soak!.Value.TotalSeconds:0}s", FaultRun.Seed, servers, (rig, random) => new Soak(rig, random).RunAsync(FaultRun.Soak.Value));
            return;
        }

        var fault = Table.NewRows().Single(one => one.Number == row);
        Assert.SkipWhen(fault.Obstacle is not null, fault.Obstacle ?? "");
        await using var own = await fault.OwnServersAsync(TestRun.Servers);
        using var ownServers = own is null ? null : TestServers.On(own);
        await RunAsync($"--faults {row}", FaultRun.SeedOf(row), ownServers ?? servers, async (rig, random) =>
        {
            for (var strike = 0; strike < FaultRun.Strikes(fault); strike++)
            {
                await fault.StrikeAsync(rig, random);
                Tally.Struck(row);
                await rig.SettlesAsync(50);
            }
        });
    }

    private static async Task RunAsync(string what, int seed, TestServers on, Func<FaultRig, Random, Task> strike)
    {
        await using var rig = await FaultRig.OpenAsync(on, seed);
        Exception? failure = null;
        try
        {
            await strike(rig, new Random(seed));
            await rig.SettleAsync();
        }
        catch (Exception early)
        {
            failure = early;
        }

        Tally.Add(rig.History, rig.EventsHeard);
        if (failure is not null || rig.History.Violations.Count > 0)
        {
            Assert.Fail(Report.Of(rig, FaultRun.Command(what), failure));
        }
    }
}
