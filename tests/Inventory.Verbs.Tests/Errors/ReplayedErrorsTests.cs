using System.Text.Json;
using Inventory.Contracts;
using Inventory.Verbs.Tests.Processes;
using Inventory.Verbs.Tests.Servers;
using Npgsql;

namespace Inventory.Verbs.Tests.Errors;

/// <summary>What comes of messages that are put back, with the verb and the worker as a person starts them.</summary>
public sealed class ReplayedErrorsTests : IAsyncLifetime
{
    private readonly TestSpace _space = new();

    public ValueTask InitializeAsync() => _space.InitializeAsync();

    public ValueTask DisposeAsync() => _space.DisposeAsync();

    [Fact]
    public async Task A_repeated_message_changes_nothing_and_a_contradiction_comes_back_with_a_new_reason()
    {
        await using var worker = await WorkerProcess.StartAsync(_space.Connections);
        await using var site = await ErrorSite.OpenAsync(_space);
        await site.PutAsync(ErrorSite.Receipts, Json(new StockReceived("r-1", ErrorSite.Noon, [new StockLine("A", 10)])));
        await SeesAsync(async () => await StateAsync() == "A:default 10 0");
        await site.PutAsync(ErrorSite.Orders, Json(Order("o-1", 3)));
        await SeesAsync(async () => await StateAsync() == "A:default 10 3");

        // The one was applied meanwhile, the other never can be.
        await site.FailAsync(ErrorSite.Orders, Json(Order("o-1", 3)), "It was too early.");
        await site.PutAsync(ErrorSite.Orders, Json(Order("o-1", 4)));
        await SeesAsync(async () => await site.CountAsync("inventory-order-placed_error") == 2);
        var before = await site.ErrorsAsync();

        var replay = await WorkerProcess.RunAsync(_space.Connections, "errors", "replay", "--all");

        Assert.Equal((0, "2 messages put back.\n", ""), (replay.ExitCode, replay.Output, replay.Errors));
        await SeesAsync(async () => await site.CountAsync("inventory-order-placed_error") == 1 && await site.CountAsync(ErrorSite.Orders) == 0);
        var left = Assert.Single(await site.ErrorsAsync());
        Assert.Equal("OrderPlaced 'o-1' was recorded before with another content. The first one stands; this one was not applied.", left.Reason);
        Assert.DoesNotContain(left.Id, before.Select(message => message.Id));
        Assert.True(left.At > before[1].At);
        Assert.Equal("A:default 10 3", await StateAsync());

        var none = await WorkerProcess.RunAsync(_space.Connections, "errors", "discard", before[1].Id);
        Assert.Equal((1, "No message in the error queues matches; 'errors list' shows what there is.\n"), (none.ExitCode, none.Errors));
        Assert.Equal("1 message discarded.\n", (await WorkerProcess.RunAsync(_space.Connections, "errors", "discard", left.Id)).Output);
        Assert.Equal("The error queues are empty.\n", (await WorkerProcess.RunAsync(_space.Connections, "errors", "list")).Output);
    }

    [Fact]
    public async Task A_verb_that_is_killed_while_it_puts_messages_back_loses_none()
    {
        const int Messages = 20_000;
        await using var site = await ErrorSite.OpenAsync(_space);
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(number => site.FailAsync(ErrorSite.Orders, Json(Order($"o-{number}", 1)), "It was too early.")));

        await using (WorkerProcess.Begin(_space.Connections, null, "errors", "replay", "--all"))
        {
            await SeesAsync(async () => await site.CountAsync(ErrorSite.Orders) > 0);
        }

        // Its end reaches RabbitMQ a moment later: until then it holds what it had taken.
        await SeesAsync(async () => await site.CountAsync(ErrorSite.Orders) + await site.CountAsync("inventory-order-placed_error") >= Messages);
        var back = (await site.TakeAllAsync(ErrorSite.Orders)).Select(ErrorSite.TextOf).ToHashSet();
        var left = (await site.TakeAllAsync("inventory-order-placed_error")).Select(ErrorSite.TextOf).ToHashSet();
        Assert.InRange(back.Count, 1, Messages - 1);
        Assert.Equal(Messages, back.Union(left).Count());
    }

    [Fact]
    public async Task Nothing_leaves_the_error_queue_whose_queue_does_not_take_it()
    {
        await using var site = await ErrorSite.OpenAsync(_space);
        await site.FailAsync(ErrorSite.Orders, "{}", "It is odd.");
        await site.DeleteAsync(ErrorSite.Orders);

        var replay = await WorkerProcess.RunAsync(_space.Connections, "errors", "replay", "--all");

        Assert.Equal((1, "RabbitMQ did not take a message: its exchange leads to no queue. Start a worker, which declares them.\n"), (replay.ExitCode, replay.Errors));
        Assert.Single(await site.ErrorsAsync());
    }

    [Theory]
    [InlineData("errors needs <action>", "errors")]
    [InlineData("errors: there is no 'forget'; there are list, show, replay, discard.", "errors", "forget")]
    [InlineData("errors replay: name ids, or say --reason, --id, --queue or --all.", "errors", "replay")]
    [InlineData("There is no queue 'orders'; there are ", "errors", "list", "--queue", "orders")]
    public async Task What_is_mistyped_is_told_in_a_sentence(string sentence, params string[] arguments)
    {
        var ending = await WorkerProcess.RunAsync(_space.Connections, arguments);

        Assert.Equal(1, ending.ExitCode);
        Assert.StartsWith(sentence, Assert.Single(ending.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static OrderPlaced Order(string id, long quantity) => new(id, ErrorSite.Noon, [new StockLine("A", quantity)]);

    private static string Json<T>(T message) => JsonSerializer.Serialize(message, JsonSerializerOptions.Web);

    private static async Task SeesAsync(Func<Task<bool>> condition)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !await condition();)
        {
            Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 60);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> StateAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(_space.Connections.Postgres);
        await using var command = dataSource.CreateCommand(
            "SELECT coalesce(string_agg(id || ' ' || (data->>'onHand') || ' ' || (data->>'committed'), ', ' ORDER BY id), '') FROM inventory.mt_doc_stock_level");
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
