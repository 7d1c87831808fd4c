using Inventory.Stock.Auditing;
using Inventory.Stock.Cache;
using Inventory.Verbs.Tests.Servers;

namespace Inventory.Verbs.Tests.Auditing;

/// <summary>On real servers. Each test has a SKU of its own.</summary>
public sealed class StockAuditTests(StockSite site) : IClassFixture<StockSite>
{
    [Fact]
    public async Task What_was_settled_does_not_differ()
    {
        var sku = await StockedAsync();
        await site.SettleAsync(
            StockSite.Order($"{sku}-2", (sku, "north", 1)),
            StockSite.Order($"{sku}-refused", (sku, "north", 1_000)));

        Assert.Empty(await DifferencesOfAsync(sku));
    }

    [Fact]
    public async Task Every_level_is_counted()
    {
        var before = (await site.AuditAsync()).Levels;

        await StockedAsync();

        Assert.Equal(before + 2, (await site.AuditAsync()).Levels);
    }

    [Theory]
    [InlineData("on_hand_delta = on_hand_delta + 1", "onHand 11 10")]
    [InlineData("committed_delta = committed_delta + 1", "committed 4 3")]
    [InlineData("reserved_delta = reserved_delta + 1", "reserved 1 0")]
    public async Task A_changed_ledger_entry_is_found(string change, string expected)
    {
        var sku = await StockedAsync();

        await site.TamperWithLedgerAsync($"UPDATE inventory.movement SET {change} WHERE level_id = '{sku}:default' AND version = 1");

        Assert.Equal([$"{sku}:default {expected}"], (await DifferencesOfAsync(sku)).Select(InPostgres));
    }

    [Fact]
    public async Task A_changed_result_of_the_latest_ledger_entry_is_found()
    {
        var sku = await StockedAsync();

        await site.TamperWithLedgerAsync($"UPDATE inventory.movement SET committed = 99 WHERE level_id = '{sku}:default' AND version = 2");

        Assert.Equal([$"{sku}:default latest committed 99 3"], (await DifferencesOfAsync(sku)).Select(InPostgres));
    }

    [Fact]
    public async Task A_deleted_ledger_entry_is_found()
    {
        var sku = await StockedAsync();

        await site.TamperWithLedgerAsync($"DELETE FROM inventory.movement WHERE level_id = '{sku}:default' AND version = 1");

        Assert.Equal(
            [$"{sku}:default number of movements 1 2", $"{sku}:default onHand 0 10"],
            (await DifferencesOfAsync(sku)).Select(InPostgres).Order());
    }

    [Fact]
    public async Task A_level_without_a_ledger_is_one_difference()
    {
        var sku = await StockedAsync();

        await site.TamperWithLedgerAsync($"DELETE FROM inventory.movement WHERE level_id = '{sku}:north'");

        Assert.Equal([$"{sku}:north level  version 1"], (await DifferencesOfAsync(sku)).Select(InPostgres));
    }

    [Fact]
    public async Task A_ledger_without_a_level_is_found_in_the_ledger_and_in_Redis()
    {
        var sku = await StockedAsync();

        await site.ExecuteAsync($"DELETE FROM inventory.mt_doc_stock_level WHERE id = '{sku}:north'");

        Assert.Equal(
            [$"{sku}:north level version 1 ", $"{sku}:north level  "],
            (await DifferencesOfAsync(sku)).Select(InPostgres));
    }

    [Fact]
    public async Task A_changed_document_is_found()
    {
        var sku = await StockedAsync();

        await site.ExecuteAsync($$"""UPDATE inventory.mt_doc_stock_level SET data = data || '{"committed": 5}' WHERE id = '{{sku}}:default'""");

        Assert.Equal(
            [$"{sku}:default available  5", $"{sku}:default committed  5", $"{sku}:default committed 3 5", $"{sku}:default committed by orders 3 5", $"{sku}:default latest committed 3 5"],
            (await DifferencesOfAsync(sku)).Select(InPostgres).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_changed_version_is_found()
    {
        var sku = await StockedAsync();

        await site.ExecuteAsync($"UPDATE inventory.mt_doc_stock_level SET mt_version = 7 WHERE id = '{sku}:default'");

        var differences = await DifferencesOfAsync(sku);
        Assert.Contains(new Difference($"{sku}:default", "version", "2", "7", null), differences);
        Assert.Contains(new Difference($"{sku}:default", "version", null, "7", "2"), differences);
    }

    [Theory]
    [InlineData("""data || '{"status": "Rejected"}'""")]
    [InlineData("""jsonb_set(data, '{lines,0,committed}', '0')""")]
    public async Task A_changed_order_is_found(string changed)
    {
        var sku = await StockedAsync();

        await site.ExecuteAsync($"UPDATE inventory.mt_doc_stock_order SET data = {changed} WHERE id = '{sku}-order'");

        Assert.Equal([$"{sku}:default committed by orders 0 3"], (await DifferencesOfAsync(sku)).Select(InPostgres));
    }

    [Theory]
    [InlineData("default:committed", "4")]
    [InlineData("default:committed", "three")]
    [InlineData("default:version", "999")]
    [InlineData("default:colour", "red")]
    public async Task A_changed_field_in_Redis_is_found_and_mended(string field, string value)
    {
        var sku = await StockedAsync();

        await site.Redis.HashSetAsync(StockKey.For(sku), field, value);

        Assert.Equal(value, Assert.Single(await DifferencesOfAsync(sku)).Redis);
        await AssertMendsAsync(sku);
    }

    [Fact]
    public async Task A_SKU_that_is_missing_in_Redis_is_found_and_mended()
    {
        var sku = await StockedAsync();

        await site.Redis.KeyDeleteAsync(StockKey.For(sku));

        Assert.Equal([$"{sku}:default", $"{sku}:north"], (await DifferencesOfAsync(sku)).Select(difference => difference.Level));
        await AssertMendsAsync(sku);
    }

    [Fact]
    public async Task A_location_that_only_Redis_has_is_found_and_removed()
    {
        var sku = await StockedAsync();

        await site.Redis.HashSetAsync(StockKey.For(sku), [new("south:onHand", 5), new("south:version", 1)]);

        Assert.Equal($"{sku}:south", Assert.Single(await DifferencesOfAsync(sku)).Level);
        await AssertMendsAsync(sku);
    }

    [Fact]
    public async Task A_SKU_that_only_Redis_has_is_found_and_removed()
    {
        const string Sku = "only-in-redis";
        await site.Redis.HashSetAsync(StockKey.For(Sku), [new("default:onHand", 5), new("default:version", 1)]);

        Assert.Single(await DifferencesOfAsync(Sku));
        await site.AuditAsync(repair: true);

        Assert.False(await site.Redis.KeyExistsAsync(StockKey.For(Sku)));
    }

    [Fact]
    public async Task A_key_of_another_type_is_found_and_replaced()
    {
        var sku = await StockedAsync();
        await site.Redis.KeyDeleteAsync(StockKey.For(sku));
        await site.Redis.ListLeftPushAsync(StockKey.For(sku), "x");

        Assert.Equal(["list", "list"], (await DifferencesOfAsync(sku)).Select(difference => difference.Redis));
        await AssertMendsAsync(sku);
    }

    [Fact]
    public async Task What_differs_in_PostgreSQL_is_reported_and_never_repaired()
    {
        var sku = await StockedAsync();
        await site.TamperWithLedgerAsync($"UPDATE inventory.movement SET reserved_delta = 1 WHERE level_id = '{sku}:north'");

        var report = await site.AuditAsync(repair: true);

        Assert.Contains(new Difference($"{sku}:north", "reserved", "1", "0", null), report.Differences);
        Assert.Single(await DifferencesOfAsync(sku));
    }

    [Fact]
    public async Task A_repair_leaves_alone_what_a_worker_wrote_since_the_audit()
    {
        var sku = await StockedAsync();
        await site.Redis.HashSetAsync(StockKey.For(sku), "default:committed", 99);
        var audit = site.CacheAudit;
        var seen = (await audit.CompareAsync(TestContext.Current.CancellationToken)).Where(location => location.Key.Sku == sku);

        await site.SettleAsync(StockSite.Order($"{sku}-since", (sku, "default", 2)));
        var repaired = await audit.RepairAsync(seen.ToArray());

        Assert.Equal(0, repaired);
        Assert.Equal((5, 3), await CommittedAndVersionAsync(sku));
        Assert.Empty(await DifferencesOfAsync(sku));
    }

    [Fact]
    public async Task A_level_that_reaches_Redis_while_the_audit_looks_does_not_differ()
    {
        var sku = await StockedAsync();
        var levels = await site.CommitAsync(StockSite.Order($"{sku}-slow", (sku, "default", 2)));

        var audit = site.CacheAuditWith(TimeProvider.System).CompareAsync(TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken);
        await site.WriteThroughAsync(levels);

        Assert.DoesNotContain(await audit, location => location.Key.Sku == sku);
    }

    /// <summary>Ten at the default location, three of them committed, and one in the north.</summary>
    private async Task<string> StockedAsync([System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var sku = $"S{Math.Abs(test.GetHashCode(StringComparison.Ordinal))}{TestContext.Current.Test?.UniqueID[..8]}";
        await site.SettleAsync(
            StockSite.Receipt($"{sku}-receipt", (sku, "default", 10), (sku, "north", 1)),
            StockSite.Order($"{sku}-order", (sku, "default", 3)));
        return sku;
    }

    private async Task<Difference[]> DifferencesOfAsync(string sku) =>
        [.. (await site.AuditAsync()).Differences.Where(difference => difference.Level.StartsWith($"{sku}:", StringComparison.Ordinal))];

    private async Task AssertMendsAsync(string sku)
    {
        Assert.True((await site.AuditAsync(repair: true)).Repaired > 0);
        Assert.Empty(await DifferencesOfAsync(sku));
        Assert.Equal((3, 2), await CommittedAndVersionAsync(sku));
    }

    private async Task<(long Committed, long Version)> CommittedAndVersionAsync(string sku)
    {
        var level = (await site.Cache.ReadAsync([sku])).Levels[0]!.Single(level => level.Location == "default");
        return (level.Committed, level.Version);
    }

    private static string InPostgres(Difference difference) =>
        $"{difference.Level} {difference.What} {difference.Ledger} {difference.Document}";
}
