using System.Text;
using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;

namespace Inventory.IntegrationTests;

public sealed class WireFormatTests(TestServers servers)
{
    private const string CamelCase = """{"orderId":"o-1","placedAt":"2026-01-02T12:00:00Z","lines":[{"sku":"A","quantity":3}]}""";
    private const string PascalCase = """{"OrderId":"o-1","PlacedAt":"2026-01-02T12:00:00+00:00","Lines":[{"Sku":"A","Quantity":3,"Location":"default"}]}""";
    private const string WithMore = """{"orderId":"o-1","placedAt":"2026-01-02T13:00:00+01:00","customer":{"name":"x"},"lines":[{"sku":"A","quantity":3,"price":1.5,"location":null}],"reservationId":null}""";

    [Theory]
    [InlineData(CamelCase, Publisher.Json)]
    [InlineData(CamelCase, "application/json; charset=utf-8")]
    [InlineData(CamelCase, null)]
    [InlineData(PascalCase, Publisher.Json)]
    [InlineData(WithMore, Publisher.Json)]
    public async Task An_order_in_plain_JSON_is_understood(string body, string? contentType)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(body), contentType);

        var committed = await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "o-1");
        Assert.Equal([new CommittedLine("A", "default", 3, 2)], committed.Lines);
        await Audit.HoldsAsync(space, ("A", 10, 3));
    }

    [Fact]
    public async Task One_order_is_the_same_order_in_every_format()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(CamelCase));
        await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(PascalCase));
        await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(WithMore));
        await space.Publisher.PublishAsync(Given.Order("o-1", ("A", 3)));

        var answers = await Eventually.SeesAsync(space.Subscriber.All<StockCommitted>, answers => answers.Count == 4);
        Assert.Single(answers.DistinctBy(answer => answer.MessageId));
        await Audit.HoldsAsync(space, ("A", 10, 3));
    }

    [Fact]
    public async Task A_reason_is_read_by_name_in_any_case_and_purchase_is_meant_where_there_is_none()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();

        await PublishReceiptAsync(space, "returned", "\"return\"");
        await PublishReceiptAsync(space, "returned", "\"RETURN\"");
        await PublishReceiptAsync(space, "returned", "\"Return\"");
        await PublishReceiptAsync(space, "bought", null);
        await PublishReceiptAsync(space, "bought", "\"purchase\"");
        await Eventually.SeesAsync(
            () => space.Subscriber.All<StockLevelsChanged>().SelectMany(changed => changed.Event.Changes).Max(change => (long?)change.OnHand), most => most == 2);
        await PublishReceiptAsync(space, "returned", "\"transfer\"");

        var refused = Assert.Single(await space.Queues.SeesPoisonAsync(QueueInspector.ReceiptErrors, 1));
        Assert.Contains("transfer", refused.Body, StringComparison.Ordinal);
        await Audit.HoldsAsync(space, ("A", 2, 0));
    }

    [Fact]
    public async Task A_time_without_an_offset_is_UTC_wherever_the_worker_runs()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await WorkerProcess.StartAsync([.. WorkerSettings.Of(space.Connections, []), new("TZ", "Asia/Tokyo")]);
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(CamelCase.Replace("Z", "", StringComparison.Ordinal)));
        await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(CamelCase));

        var answers = await Eventually.SeesAsync(space.Subscriber.All<StockCommitted>, answers => answers.Count == 2);
        Assert.Single(answers.DistinctBy(answer => answer.MessageId));
    }

    private static Task PublishReceiptAsync(TestSpace space, string id, string? reason) => space.Publisher.PublishRawAsync<StockReceived>(
        Encoding.UTF8.GetBytes($$"""
            {"receiptId":"{{id}}","receivedAt":"2026-01-02T12:00:00Z","lines":[{"sku":"A","quantity":1}]{{(reason is null ? "" : $",\"reason\":{reason}")}}}
            """));
}
