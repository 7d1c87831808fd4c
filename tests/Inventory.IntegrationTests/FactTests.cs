using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Npgsql;

namespace Inventory.IntegrationTests;

public sealed class FactTests(TestServers servers)
{
    [Fact]
    public async Task A_count_keeps_on_top_what_the_ledger_says_has_happened_since()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));
        await space.Publisher.PublishAsync(new StockAdjusted("before", Given.Noon.AddHours(1), "A", -3, "breakage"));
        await space.Publisher.PublishAsync(new StockAdjusted("after", Given.Noon.AddHours(3), "A", -4, "breakage"));
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 10)));
        await Eventually.SeesAsync(space.Tables.OperationsAsync, operations => operations.Count == 4);

        await space.Publisher.PublishAsync(new StockCounted("n-1", Given.Noon.AddHours(2), "A", 50, Actor: "ann"));
        await Eventually.SeesAsync(() => space.Tables.CountAsync(nameof(StockCounted)), counted => counted == 1);
        await space.Publisher.PublishAsync(new StockAdjusted("late", Given.Noon.AddHours(2), "A", -5, "breakage"));
        await space.Publisher.PublishAsync(new StockAdjusted("new", Given.Noon.AddHours(4), "N", -1, "found missing", "oslo"));

        await Eventually.SeesAsync(() => space.Tables.CountAsync(nameof(StockAdjusted)), adjusted => adjusted == 4);
        await Eventually.SeesAsync(space.Hashes.SkusAsync, skus => skus.Contains("N"));
        await Audit.HoldsAsync(space, ("A", 46, 10));
    }

    [Fact]
    public async Task A_count_that_expects_something_else_is_answered_with_what_there_is()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));

        await space.Publisher.PublishAsync(new StockCounted("n-1", Given.Noon.AddHours(1), "A", 50, ExpectedOnHand: 99));
        var rejected = await space.Subscriber.HearsAsync<StockCountRejected>(one => one.CountId == "n-1");
        await space.Publisher.PublishAsync(new StockCounted("n-2", Given.Noon.AddHours(1), "A", 50, ExpectedOnHand: rejected.OnHand));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Any(change => change.OnHand == 50));

        Assert.Equal((100, 1), (rejected.OnHand, rejected.Version));
        await Audit.HoldsAsync(space, ("A", 50, 0));
    }

    [Fact]
    public async Task A_transfer_is_an_adjustment_where_goods_leave_and_a_receipt_where_they_arrive()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishAsync(new StockAdjusted("t-1", Given.Noon.AddHours(1), "A", -4, "transfer"));
        await space.Publisher.PublishAsync(new StockReceived("t-1", Given.Noon.AddHours(2), [new("A", 4, "oslo")], ReceiptReason.Transfer));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Any(change => change is { Location: "default", OnHand: 6 }));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Any(change => change is { Location: "oslo", OnHand: 4 }));
        await space.Publisher.PublishAsync(Given.Order("o-1", new StockLine("A", 6), new StockLine("A", 4, "oslo")));

        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        await Audit.HoldsAsync(space, ("A", 6, 6));
    }

    [Theory]
    [InlineData("UPDATE inventory.movement SET on_hand_delta = 7")]
    [InlineData("DELETE FROM inventory.movement")]
    [InlineData("TRUNCATE inventory.movement")]
    public async Task The_ledger_can_only_be_added_to(string statement)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 100));

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => space.Tables.ExecuteAsync(statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await Audit.HoldsAsync(space, ("A", 100, 0));
    }
}
