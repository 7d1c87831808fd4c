using Inventory.Stock.Auditing;
using Inventory.Stock.Decisions;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using Inventory.Worker.Consistency;
using Inventory.Worker.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.IntegrationTests;

public sealed class ConsistencyTests(TestServers servers)
{
    private static readonly (string, string) s_off = ("ComparedPerSecond", "0");
    private static readonly TimeSpan[] s_waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)];

    private readonly SettableClock _clock = new();
    private readonly FakeLogger<ConsistencyCheck> _log = new();

    [Theory]
    [InlineData("default:committed", "3")]
    [InlineData("default:version", "99")]
    [InlineData("default:version", "none")]
    public async Task A_wrong_counter_in_Redis_is_mended_when_it_still_is_wrong_after_five_minutes(string field, string value)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_off);
        await space.StockAsync(("A", 10), ("B", 10));
        await Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker.GetValueOrDefault("state") == "filled");
        await space.Hashes.Database.HashSetAsync("stock:{A}", field, value);
        var check = CheckOf(worker);

        await check.RunAsync(10, TestContext.Current.CancellationToken);
        foreach (var wait in s_waits)
        {
            Assert.Empty(Errors);
            Assert.Equal(value, await space.Hashes.FieldAsync("A", field));
            _clock.Advance(wait);
            await check.RunAsync(10, TestContext.Current.CancellationToken);
        }

        Assert.StartsWith("A:default differs", Assert.Single(Errors), StringComparison.Ordinal);
        Assert.Equal(s_waits.Length + 1, worker.Measurements.Sum("inventory.consistency.differed"));
        await Audit.HoldsAsync(space, ("A", 10, 0), ("B", 10, 0));
    }

    [Fact]
    public async Task A_key_of_another_type_is_a_level_that_Redis_does_not_have()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_off);
        await space.StockAsync(("A", 10), ("B", 10));
        await Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker.GetValueOrDefault("state") == "filled");
        await space.Hashes.Database.KeyDeleteAsync("stock:{A}");
        await space.Hashes.Database.ListRightPushAsync("stock:{A}", "in the way");

        var levels = await worker.Service<LiveComparison>().PageAsync("", 10, TestContext.Current.CancellationToken);

        Assert.Equal(["Redis does not have it", null], levels.Select(level => level.Difference));
    }

    [Fact]
    public async Task What_is_only_on_its_way_is_not_reported()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_off);
        await space.StockAsync(("A", 10));
        await Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker.GetValueOrDefault("state") == "filled");
        await space.Hashes.Database.HashSetAsync("stock:{A}", "default:version", 0);
        var check = CheckOf(worker);
        await check.RunAsync(10, TestContext.Current.CancellationToken);

        await space.Hashes.Database.HashSetAsync("stock:{A}", "default:version", 1);
        foreach (var wait in s_waits)
        {
            _clock.Advance(wait);
            await check.RunAsync(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, worker.Measurements.Sum("inventory.consistency.differed"));
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task A_clock_that_is_set_does_not_bring_a_second_look_forward()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_off);
        await space.StockAsync(("A", 10));
        await Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker.GetValueOrDefault("state") == "filled");
        await space.Hashes.Database.HashSetAsync("stock:{A}", "default:version", 0);
        var check = CheckOf(worker);
        await check.RunAsync(10, TestContext.Current.CancellationToken);

        _clock.Offset = TimeSpan.FromHours(1);
        await check.RunAsync(10, TestContext.Current.CancellationToken);
        Assert.Equal(1, worker.Measurements.Sum("inventory.consistency.differed"));

        _clock.Offset = TimeSpan.FromHours(-1);
        _clock.Advance(s_waits[0]);
        await check.RunAsync(10, TestContext.Current.CancellationToken);
        Assert.Equal(2, worker.Measurements.Sum("inventory.consistency.differed"));
    }

    [Fact]
    public async Task A_document_that_its_ledger_does_not_explain_is_reported_once_and_left_alone()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_off);
        await space.StockAsync(("A", 10));
        await space.Tables.ExecuteAsync("UPDATE inventory.mt_doc_stock_level SET data = jsonb_set(data, '{onHand}', '11')");
        var check = CheckOf(worker);

        for (var i = 0; i < 3; i++)
        {
            await check.RunAsync(10, TestContext.Current.CancellationToken);
            foreach (var wait in s_waits)
            {
                _clock.Advance(wait);
                await check.RunAsync(10, TestContext.Current.CancellationToken);
            }
        }

        Assert.Contains("the ledger comes to (10, 0, 0, 1), the document says (11, 0, 0, 1)", Assert.Single(Errors), StringComparison.Ordinal);
        Assert.Equal(11, (await space.Tables.LevelsAsync()).Single().OnHand);
    }

    [Fact]
    public async Task Orders_that_come_meanwhile_are_never_taken_for_more_than_a_write_on_its_way()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_off);
        await space.StockAsync(("A", 1_000_000));
        await Eventually.SeesAsync(space.Hashes.MarkerAsync, marker => marker.GetValueOrDefault("state") == "filled");
        var comparison = worker.Service<LiveComparison>();
        await using var flow = OrderFlow.Begin(space.Publisher, "A");
        var differences = new List<string?>();
        while (flow.Published < 500)
        {
            differences.AddRange((await comparison.PageAsync("", 1, TestContext.Current.CancellationToken)).Select(level => level.Difference));
        }

        await flow.StopAsync();
        await space.Subscriber.HearsAnswersAsync(flow.Published);
        Assert.NotEmpty(differences);
        Assert.All(differences, difference => Assert.True(difference is null || IsBehind(difference), difference));
        Assert.Null((await comparison.LookAsync([new LevelKey("A", "default")], TestContext.Current.CancellationToken)).Single().Difference);

        static bool IsBehind(string difference) =>
            difference.Split(["Redis has version ", ", the document "], StringSplitOptions.RemoveEmptyEntries) is [var held, var stored]
            && long.Parse(held, null) < long.Parse(stored, null);
    }

    [Fact]
    public async Task A_page_follows_the_other_until_all_have_been_compared_and_a_sample_is_of_what_there_is()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync(s_off);
        await space.StockAsync([.. Enumerable.Range(100, 25).Select(i => ($"sku-{i}", 10L))]);
        var comparison = worker.Service<LiveComparison>();

        var ids = new List<string>();
        for (var after = ""; (await comparison.PageAsync(after, 10, TestContext.Current.CancellationToken)) is { Count: > 0 } page; after = ids[^1])
        {
            ids.AddRange(page.Select(level => level.Key.Id));
        }

        Assert.Equal(Enumerable.Range(100, 25).Select(i => $"sku-{i}:default"), ids);
        var sample = await comparison.SampleAsync(5, TestContext.Current.CancellationToken);
        Assert.Equal(5, sample.Count);
        Assert.All(sample, level => Assert.Contains(level.Key.Id, ids));
    }

    [Fact]
    public async Task The_worker_itself_compares()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await Eventually.SeesAsync(() => worker.Measurements.Sum("inventory.consistency.compared"), compared => compared >= 2);
    }

    private IEnumerable<string> Errors => _log.Collector.GetSnapshot().Where(record => record.Level is LogLevel.Error).Select(record => record.Message);

    private ConsistencyCheck CheckOf(InProcessWorker worker) =>
        new(worker.Service<LiveComparison>(), worker.Service<CacheAudit>(), _clock, worker.Service<WorkerMetrics>(), _log);

    /// <summary>A clock whose time of day can be set while time passes as it did.</summary>
    private sealed class SettableClock : FakeTimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
