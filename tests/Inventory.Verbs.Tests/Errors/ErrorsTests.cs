using System.Text.Json;
using Inventory.Verbs.Tests.Servers;
using Inventory.Worker.Hosting;
using Inventory.Worker.Verbs.Errors;

namespace Inventory.Verbs.Tests.Errors;

public sealed class ErrorsTests : IAsyncLifetime
{
    private const string Contradiction = "was recorded before with another content. The first one stands; this one was not applied.";
    private readonly TestSpace _space = new();

    public ValueTask InitializeAsync() => _space.InitializeAsync();

    public ValueTask DisposeAsync() => _space.DisposeAsync();

    [Fact]
    public async Task What_is_there_is_counted_by_queue_and_by_kind_of_reason_and_named()
    {
        await using var site = await ErrorSite.OpenAsync(_space);
        await site.FailAsync(ErrorSite.Orders, """{"orderId":"o-1"}""", $"OrderPlaced 'o-1' {Contradiction}", secondsAgo: 7_200, messageId: "m-1");
        await site.FailAsync(ErrorSite.Orders, """{"message":{"OrderId":"o-2"}}""", $"OrderPlaced 'o-2' {Contradiction}", secondsAgo: 30);
        await site.FailAsync(ErrorSite.Receipts, "nonsense\u001b[31m", "The message cannot be read: \u001b[31mred", secondsAgo: 86_400 * 3);

        var text = await site.RunAsync(new ErrorsInput());

        var line = Assert.Single(text.Split('\n'), one => one.Contains("OrderPlaced '…' was recorded before", StringComparison.Ordinal));
        Assert.Equal(["inventory-order-placed", "2", "2", "h", "ago", "30", "s", "ago"], line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..8]);
        Assert.Contains("3 days ago", text, StringComparison.Ordinal);
        Assert.Contains("orderId o-2", text, StringComparison.Ordinal);
        Assert.Contains("Messages in error queues: 3.", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);

        var json = JsonDocument.Parse(await site.RunAsync(new ErrorsInput { JsonFlag = true })).RootElement;
        Assert.Equal(3, json.GetProperty("messages").GetInt32());
        Assert.Equal(2, json.GetProperty("groups")[0].GetProperty("count").GetInt32());
        Assert.Equal("orderId o-1", json.GetProperty("errors")[0].GetProperty("subject").GetString());
        Assert.Equal("m-1", json.GetProperty("errors")[0].GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task Empty_queues_and_queues_that_were_never_declared_are_told()
    {
        await using var site = await ErrorSite.OpenAsync(_space);

        Assert.Equal("The error queues are empty.\n", await site.RunAsync(new ErrorsInput()));
        Assert.Equal("No message in the error queues matches.\n", await site.RunAsync(new ErrorsInput { IdFlag = "o-1" }));
    }

    [Theory]
    [InlineData(QueueType.Quorum)]
    [InlineData(QueueType.Classic)]
    public async Task Ten_thousand_messages_are_listed_again_and_again_and_keep_their_ids_and_their_order(QueueType type)
    {
        await using var site = await ErrorSite.OpenAsync(_space, type);
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(number =>
            site.FailAsync(ErrorSite.Orders, $$"""{"orderId":"o-{{number}}"}""", $"OrderPlaced 'o-{number}' {Contradiction}")));

        var first = await site.ErrorsAsync();
        var start = TimeProvider.System.GetTimestamp();
        var second = await site.ErrorsAsync();
        var elapsed = TimeProvider.System.GetElapsedTime(start);

        Assert.Equal(10_000, first.DistinctBy(message => message.Id).Count());
        Assert.Equal(Enumerable.Range(0, 10_000).Select(number => $"orderId o-{number}"), first.Select(message => message.Subject));
        Assert.Equal(first, second);
        Assert.InRange(elapsed.TotalSeconds, 0, 30);
        TestContext.Current.TestOutputHelper?.WriteLine($"10,000 listed in {elapsed.TotalSeconds:N1} s");
    }

    [Theory]
    [InlineData(QueueType.Quorum)]
    [InlineData(QueueType.Classic)]
    public async Task What_matches_is_discarded_and_the_others_stay_in_their_order(QueueType type)
    {
        await using var site = await ErrorSite.OpenAsync(_space, type);
        for (var number = 0; number < 250; number++)
        {
            await site.FailAsync(ErrorSite.Orders, $"{number}", number % 2 == 0 ? "It is Even." : "It is odd.");
        }

        Assert.Contains("125 messages would be discarded.", await site.RunAsync(Discard("even", dryRun: true)), StringComparison.Ordinal);
        Assert.Equal(250u, await site.CountAsync("inventory-order-placed_error"));
        Assert.Equal("125 messages discarded.\n", await site.RunAsync(Discard("even")));

        Assert.Equal(
            Enumerable.Range(0, 125).Select(half => $"{(2 * half) + 1}"),
            (await site.TakeAllAsync("inventory-order-placed_error")).Select(ErrorSite.TextOf));
    }

    [Fact]
    public async Task What_is_put_back_is_as_its_publisher_sent_it()
    {
        await using var site = await ErrorSite.OpenAsync(_space);
        await site.FailAsync(ErrorSite.Orders, """{"orderId":"o-1"}""", "It is odd.", messageId: "m-1", own: "north");
        await site.FailAsync(ErrorSite.Orders, """{"orderId":"o-2"}""", "It is odd.");
        await site.FailAsync(ErrorSite.Receipts, """{"receiptId":"o-1"}""", "It is odd.");
        var ids = (await site.ErrorsAsync()).Select(message => message.Id).ToArray();

        Assert.Contains("1 message would be put back.", await site.RunAsync(Replay(id: "m-1", dryRun: true)), StringComparison.Ordinal);
        Assert.Equal(0u, await site.CountAsync(ErrorSite.Orders));
        Assert.Equal("1 message put back.\n", await site.RunAsync(Replay(id: "m-1")));
        Assert.Equal("1 message put back.\n", await site.RunAsync(Replay(ids: ids[1])));
        Assert.Equal("1 message put back.\n", await site.RunAsync(Replay(all: true)));

        var back = await site.TakeAllAsync(ErrorSite.Orders);
        Assert.Equal(["""{"orderId":"o-1"}""", """{"orderId":"o-2"}"""], back.Select(ErrorSite.TextOf));
        Assert.Equal(("m-1", "application/json", true), (back[0].Properties.MessageId, back[0].Properties.ContentType, back[0].Properties.Persistent));
        Assert.Equal(["tenant"], OwnHeaders(back[0]));
        Assert.Empty(OwnHeaders(back[1]));
        Assert.Single(await site.TakeAllAsync(ErrorSite.Receipts));
        Assert.Empty(await site.ErrorsAsync());
    }

    [Fact]
    public async Task One_message_is_shown_whole()
    {
        await using var site = await ErrorSite.OpenAsync(_space);
        await site.FailAsync(ErrorSite.Orders, """{"orderId":"o-1","lines":[{"sku":"Ä"}]}""", "It is odd.", secondsAgo: 60, messageId: "m-1", own: "north");
        await site.FailAsync(ErrorSite.Orders, [0xFF, 0x00, 0x41], "It is no text.");
        var ids = (await site.ErrorsAsync()).Select(message => message.Id).ToArray();

        var page = await site.RunAsync(Show(ids[0]));
        Assert.Contains("Reason       It is odd.", page, StringComparison.Ordinal);
        Assert.Contains("Failed       2026-01-02 11:59:00 UTC, 1 min ago", page, StringComparison.Ordinal);
        Assert.Contains("About        orderId o-1", page, StringComparison.Ordinal);
        Assert.Contains("Header       tenant: north", page, StringComparison.Ordinal);
        Assert.Contains("\n  \"lines\": [\n    {\n      \"sku\": \"Ä\"\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("StackTrace", page, StringComparison.Ordinal);
        Assert.Contains("00000000  ff 00 41", await site.RunAsync(Show(ids[1])), StringComparison.Ordinal);
        Assert.Equal(2, (await site.ErrorsAsync()).Count);
    }

    [Fact]
    public async Task What_is_not_clear_is_refused_in_a_sentence()
    {
        await using var site = await ErrorSite.OpenAsync(_space);
        await site.FailAsync(ErrorSite.Orders, "{}", "It is odd.");

        Assert.StartsWith("errors replay: name ids, or say --reason, --id, --queue or --all.", await site.RefusalAsync(Replay()), StringComparison.Ordinal);
        Assert.StartsWith("errors discard: name ids, ", await site.RefusalAsync(new ErrorsInput { Action = "discard" }), StringComparison.Ordinal);
        Assert.StartsWith("errors: there is no 'forget'; there are list, show, replay, discard.", await site.RefusalAsync(new ErrorsInput { Action = "forget" }), StringComparison.Ordinal);
        Assert.StartsWith("errors show needs an id.", await site.RefusalAsync(new ErrorsInput { Action = "show" }), StringComparison.Ordinal);
        Assert.StartsWith("errors list changes nothing: ", await site.RefusalAsync(new ErrorsInput { AllFlag = true }), StringComparison.Ordinal);
        Assert.StartsWith("errors replay: --json is for list.", await site.RefusalAsync(new ErrorsInput { Action = "replay", AllFlag = true, JsonFlag = true }), StringComparison.Ordinal);
        Assert.StartsWith("There is no queue 'orders'; there are inventory-order-placed, ", await site.RefusalAsync(new ErrorsInput { QueueFlag = "orders" }), StringComparison.Ordinal);
        foreach (var action in (string[])["show", "replay", "discard"])
        {
            Assert.StartsWith("No message in the error queues matches;", await site.RefusalAsync(new ErrorsInput { Action = action, Ids = ["0123456789ab"] }), StringComparison.Ordinal);
        }

        Assert.Single(await site.ErrorsAsync());
    }

    // Those with x- come from RabbitMQ and its client.
    private static IEnumerable<string> OwnHeaders(ErrorDelivery message) =>
        message.Properties.Headers?.Keys.Where(header => !header.StartsWith("x-", StringComparison.Ordinal)) ?? [];

    private static ErrorsInput Discard(string reason, bool dryRun = false) => new() { Action = "discard", ReasonFlag = reason, DryRunFlag = dryRun };

    private static ErrorsInput Replay(string? ids = null, string? id = null, bool all = false, bool dryRun = false) => new()
    {
        Action = "replay",
        Ids = ids is null ? [] : [ids],
        IdFlag = id,
        AllFlag = all,
        DryRunFlag = dryRun,
    };

    private static ErrorsInput Show(string id) => new() { Action = "show", Ids = [id] };
}
