using System.Globalization;
using CsCheck;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Testing.Servers;
using Inventory.Worker.Pipeline;

namespace Inventory.IntegrationTests.Model;

/// <summary>
/// Random sequences of all messages go through the whole service, and a simple model in memory must be able to explain what came
/// of each. <c>./inventory test --sequences N</c> sends more of them, <c>--seed S</c> one of them over and over.
/// </summary>
[Collection(Outages.Name)]
public sealed class ModelTests(TestServers servers)
{
    private const int Usual = 1_000;

    // Few at once and small groups, so that both workers often have the messages of the same sequence in their hands.
    private const int AtOnce = 12;

    private static readonly (string, string)[] s_settings = [("MaxGroupCommands", "16"), ("ExpiryInterval", "00:00:00.100"), ("ShortestPause", "00:00:00.010")];

    private static readonly string[] s_everything =
    [
        .. Enum.GetNames<MovementKind>(),
        nameof(StockCommitted), nameof(StockRejected), nameof(StockReleased), nameof(StockShipped), nameof(StockCountRejected), nameof(StockReserved),
        nameof(ReservationRejected), nameof(ReservationReleased), nameof(ReservationExpired), nameof(StockLow), nameof(StockDepleted), nameof(StockReplenished),
    ];

    [Fact]
    public async Task What_two_workers_make_of_any_messages_in_any_order_is_what_the_model_makes_of_them_in_some_order()
    {
        var (count, seed) = (Setting("INVENTORY_TEST_SEQUENCES"), Setting("INVENTORY_TEST_SEED"));
        var sequences = count is null ? Usual : int.Parse(count, CultureInfo.InvariantCulture);
        await using var space = await servers.OpenSpaceAsync();
        await using var one = await space.StartWorkerAsync(s_settings);
        await using var other = await space.StartWorkerAsync(s_settings);
        await using var run = new ModelRun(space, one, other);

        if (seed is null)
        {
            await Sequences.All.SampleAsync(run.HoldsAsync, iter: sequences, threads: AtOnce, print: sequence => sequence.Replay);
        }
        else
        {
            var sequence = Sequences.Of(seed);
            await Parallel.ForEachAsync(
                Enumerable.Range(0, sequences), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => await run.HoldsAsync(sequence));
        }

        await run.NothingElseAsync();
        Assert.NotEmpty(one.Measurements.Groups);
        Assert.NotEmpty(other.Measurements.Groups);
        Assert.All(one.Measurements.Failures.Concat(other.Measurements.Failures), fault => Assert.Equal(nameof(Fault.Conflict), fault));
        if (seed is null && sequences >= Usual)
        {
            Assert.Subset(run.Seen.Keys.ToHashSet(), s_everything.ToHashSet());
        }
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
