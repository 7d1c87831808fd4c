using System.Text.Json;
using Inventory.Contracts;
using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Rig;
using Inventory.Testing;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests;

/// <summary>The checker finds nothing where nothing was wrong, and finds what was: each of these doctors one thing behind its back.</summary>
public sealed class CheckerTests(TestServers servers)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_return = TimeSpan.FromSeconds(60);

    /// <summary>Longer than MassTransit takes to come back to a message that waits for a connection.</summary>
    private static readonly TimeSpan s_reconnection = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Nothing_is_found_where_nothing_was_wrong()
    {
        await using var rig = await FaultRig.OpenAsync(servers, seed: 1);
        await rig.SettlesAsync(1_000);
        await rig.SettleAsync();
        Assert.Empty(rig.History.Violations);
        Assert.InRange(rig.History.Reads, 100, long.MaxValue);
        Assert.Equal(0, rig.History.Unanswered);
    }

    [Fact]
    public async Task Queues_can_be_looked_into_although_every_connection_was_closed()
    {
        await using var space = await servers.OpenSpaceAsync();
        await space.Queues.DeclareAsync("one", "classic");
        await space.Queues.PutAsync("one", "message");
        await Eventually.SeesAsync(space.Queues.ConnectionsAsync, connections => connections.Count > 1); // the subscriber's, too
        await space.Queues.CloseConnectionsAsync();
        Assert.Equal(1u, await space.Queues.ReadyAsync("one"));
        Assert.Null(await space.Queues.ReadyAsync("another"));
    }

    [Fact]
    public void A_queue_that_RabbitMQ_has_not_counted_yet_is_not_taken_for_an_empty_one() =>
        Assert.False(JsonSerializer.Deserialize<QueueState>("""{ "name": "one", "type": "quorum" }""", JsonSerializerOptions.Web)!.IsEmpty);

    [Fact]
    public async Task A_message_that_was_given_up_unconfirmed_is_not_published_later()
    {
        await using var space = await servers.OpenSpaceAsync();
        await space.Publisher.PublishAsync(Given.Order("declares its exchange", ("A", 1)));
        await space.Queues.WitnessAsync("Inventory.Contracts:OrderPlaced");
        space.Publisher.Patience = TimeSpan.FromSeconds(1);
        await using var outage = await servers.TakeAwayAsync(Server.RabbitMq, Ending.Stopped);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => space.Publisher.PublishAsync(Given.Order("given up", ("A", 1))));

        await outage.EndAsync();
        space.Publisher.Patience = s_return;
        await space.Publisher.PublishAsync(Given.Order("later", ("A", 1)));
        await Assert.ThrowsAsync<Xunit.Sdk.FailException>(
            () => Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.Witness), ready => ready > 1, s_reconnection));
        Assert.Contains("later", Assert.Single(await space.Queues.WaitingAsync(QueueInspector.Witness)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patience_also_ends_where_an_exchange_is_declared_and_RabbitMQ_does_not_answer()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (proxy, through) = space.Connections.BeforeRabbitMq();
        await using var publisher = new Publisher(through.RabbitMq);
        await using var between = proxy;
        await publisher.PublishAsync(Given.Order("opens a connection", ("A", 1)));
        publisher.Patience = TimeSpan.FromSeconds(1);
        proxy.Hold();
        var publishing = publisher.PublishAsync(Given.Receipt("first of its type", ("A", 1)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing.WaitAsync(s_bound, TestContext.Current.CancellationToken));
        await proxy.ReleaseAsync();
    }

    [Fact]
    public async Task A_value_of_Redis_that_goes_back_while_it_is_read_is_seen_by_both_readers()
    {
        await using var rig = await FaultRig.OpenAsync(servers, seed: 2);
        var before = await rig.Space.Hashes.Database.HashGetAllAsync("stock:{A}");
        await rig.SettlesAsync(200);
        await rig.QuietAsync();
        await rig.AcknowledgedAsync(); // the next write would put it right
        await rig.Space.Hashes.Database.HashSetAsync("stock:{A}", before);
        await Eventually.SeesAsync(() => Seen(rig, 'F', "the API shows A:").Count(), seen => seen > 0);
        await Eventually.SeesAsync(() => Seen(rig, 'M', "Redis shows A:").Count(), seen => seen > 0);
    }

    [Fact]
    public async Task A_value_of_Redis_that_was_changed_without_its_version_is_seen_while_it_is_read_and_at_rest()
    {
        await using var rig = await FaultRig.OpenAsync(servers, seed: 3);
        rig.Bound = s_bound;
        await rig.SettleAsync();
        await rig.Space.Hashes.Database.HashIncrementAsync("stock:{B}", "east:onHand");
        await Eventually.SeesAsync(() => Seen(rig, 'M', "Redis shows B:east torn").Count(), seen => seen > 0);
        await rig.CheckAsync();
        Assert.Single(Seen(rig, 'Q', "B is ["));
    }

    [Fact]
    public async Task What_was_confirmed_and_lost_and_what_was_recorded_or_moved_by_nobody_is_seen()
    {
        await using var rig = await FaultRig.OpenAsync(servers, seed: 4);
        await rig.QuietAsync();
        await rig.AcknowledgedAsync();
        (rig.Bound, rig.Space.Publisher.Patience) = (s_bound, s_return);
        rig.History.Publish("OrderPlaced/lost", Given.Order("lost", ("A", 1))).IsConfirmed = true;
        await rig.Space.Publisher.PublishAsync(Given.Receipt("unsent", ("C", 7)));
        await rig.Space.Publisher.PublishRawAsync<OrderPlaced>("poison"u8.ToArray());
        await Eventually.SeesAsync(rig.Space.Tables.OperationsAsync, operations => operations.Any(operation => operation.Id == "StockReceived/unsent"));
        await rig.Space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1);
        rig.Shop.Expect(new PoisonExpected("inventory-order-placed", "never sent", ""));
        await rig.SettleAsync();
        Assert.Single(Seen(rig, 'B', "not caught up"));
        Assert.Single(Seen(rig, 'N', "OrderPlaced/lost was confirmed and is not recorded"));
        Assert.Single(Seen(rig, 'D', "StockReceived/unsent is recorded and was never sent"));
        Assert.Single(Seen(rig, 'C', "Id = C:default"));
        Assert.Single(Seen(rig, 'E', "inventory-order-placed_error holds"));
        Assert.Single(Seen(rig, 'N', "the poison 'never sent' is in no error queue"));

        await rig.Space.Tables.ExecuteAsync(
            "UPDATE inventory.mt_doc_stock_level SET data = jsonb_set(data, '{onHand}', '999') WHERE id = 'D:default'");
        await rig.CheckAsync();
        Assert.Single(Seen(rig, 'L', "Id = D:default"));
        Assert.Single(Seen(rig, 'C', "Id = D:default"));
        Assert.Single(Seen(rig, 'Q', "D is ["));
    }

    private static IEnumerable<Violation> Seen(FaultRig rig, char promise, string what) =>
        rig.History.Violations.Where(violation => violation.Promise == promise && violation.What.Contains(what, StringComparison.Ordinal));
}
