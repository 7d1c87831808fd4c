using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Inventory.Contracts;
using Inventory.Contracts.Tests.Setup;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Inventory.IntegrationTests;

/// <summary><c>docs/asyncapi.json</c> on a real broker: what it says is declared, understood and published.</summary>
public sealed class DocumentedMessagesTests(TestServers servers)
{
    private static readonly JsonObject Document = CommittedDocs.AsyncApi;

    [Fact]
    public async Task Every_example_is_understood_and_every_message_that_comes_of_them_is_as_documented()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var connection = await AmqpConnection.OpenAsync(space.Connections.RabbitMq);
        var published = await ListenAsync(connection);
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("71053", 100));

        await PublishExampleAsync<StockReceived>(space);
        await PublishExampleAsync<ConfigureStockLevel>(space);
        await PublishExampleAsync<ReserveStock>(space);
        await PublishAsync<ReserveStock>(space, """{"reservationId":"too-much","lines":[{"sku":"71053","quantity":101}],"expiresAt":"2010-12-01T08:26:00Z"}""");
        await space.Subscriber.HearsAsync<ReservationExpired>(expired => expired.ReservationId == "cart-7");
        await PublishExampleAsync<ReleaseReservation>(space);
        await PublishExampleAsync<OrderPlaced>(space);
        await PublishAsync<OrderPlaced>(space, """{"orderId":"o-2","placedAt":"2010-12-01T08:26:00Z","lines":[{"sku":"unheard of","quantity":1}]}""");
        await PublishExampleAsync<OrderCancelled>(space);
        await PublishExampleAsync<OrderShipped>(space);
        await PublishExampleAsync<StockAdjusted>(space);
        await PublishExampleAsync<StockCounted>(space);
        await PublishAsync<StockAdjusted>(space, """{"adjustmentId":"flood","adjustedAt":"2010-12-01T08:26:00Z","sku":"85123A","location":"leeds","delta":-90,"reason":"flood"}""");
        await PublishAsync<StockReceived>(space, """{"receiptId":"r-2","receivedAt":"2010-12-01T08:26:00Z","lines":[{"sku":"85123A","location":"leeds","quantity":100}]}""");

        string[] expected = [.. Documented("send").Select(message => message["name"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
        await Eventually.SeesAsync(() => published.Select(one => one.Name).Distinct().Order(StringComparer.Ordinal).ToArray(), heard => heard.SequenceEqual(expected));
        Assert.All(published, IsAsDocumented);
        Assert.DoesNotContain(await space.Queues.AllAsync(), queue => queue.Name.EndsWith("_error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_channel_is_an_exchange_or_a_queue_of_the_worker_declared_as_documented()
    {
        await using var space = await servers.OpenSpaceAsync();

        // The arguments of a queue, such as its type, are no part of what is documented: an operator chooses them.
        await using var worker = await space.StartWorkerAsync(("QueueType", "Classic"));
        await using var connection = await AmqpConnection.OpenAsync(space.Connections.RabbitMq);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);

        foreach (var binding in Document["channels"]!.AsObject().Select(one => one.Value!["bindings"]!["amqp"]!))
        {
            await DeclareAsync(channel, binding);
        }

        var declared = Document["channels"]!.AsObject().Where(one => one.Value!["bindings"]!["amqp"]!["queue"] is not null).Select(one => one.Key);
        Assert.Equal(QueueInspector.Contract.Except(["inventory-reservation-due"]), declared.Order(StringComparer.Ordinal));
        Assert.Equal(QueueInspector.Declared, (await space.Queues.AllAsync()).Select(queue => queue.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_count_without_a_quantity_is_refused()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));

        await space.Publisher.PublishRawAsync<StockCounted>("""{"countId":"c-1","countedAt":"2026-01-02T13:00:00Z","sku":"A"}"""u8.ToArray());

        var refused = Assert.Single(await space.Queues.SeesPoisonAsync("inventory-stock-counted_error", 1));
        Assert.Contains("quantity", refused.Reason, StringComparison.Ordinal);
        await Audit.HoldsAsync(space, ("A", 10, 0));
    }

    private static async Task<ConcurrentQueue<Published>> ListenAsync(IConnection connection)
    {
        var published = new ConcurrentQueue<Published>();
        var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var message in Documented("send"))
        {
            var binding = Document["channels"]![Text(message["name"])]!["bindings"]!["amqp"]!;
            await DeclareAsync(channel, binding);
            await channel.QueueBindAsync(queue, Text(binding["exchange"]!["name"]), "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            published.Enqueue(new Published(delivery.Exchange.Split(':')[1], new BasicProperties(delivery.BasicProperties), Encoding.UTF8.GetString(delivery.Body.Span)));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return published;
    }

    private static void IsAsDocumented(Published published)
    {
        var documented = References.Resolve(Document["components"]!["messages"]![published.Name]!);
        var envelope = JsonNode.Parse(published.Body)!;

        Assert.Equal(Text(documented["contentType"]), published.Properties.ContentType);
        Assert.Equal(DeliveryModes.Persistent, published.Properties.DeliveryMode);
        Assert.Equal(Text(envelope["messageId"]), published.Properties.MessageId);
        Assert.Equal($"urn:message:Inventory.Contracts:{published.Name}", Text(envelope["messageType"]!.AsArray().Single()));
        Assert.True(new Schema(documented["payload"]!.AsObject()).Accepts(envelope), $"The schema of {published.Name} does not take {published.Body}");
    }

    private static IEnumerable<JsonNode> Documented(string action) => Document["operations"]!.AsObject()
        .Where(operation => Text(operation.Value!["action"]) == action)
        .Select(operation => References.Resolve(operation.Value!["messages"]!.AsArray().Single()!));

    /// <summary>The broker refuses what differs from what is there.</summary>
    private static Task DeclareAsync(IChannel channel, JsonNode binding) => binding["queue"] is { } queue
        ? channel.QueueDeclareAsync(Text(queue["name"]), Is(queue["durable"]), Is(queue["exclusive"]), Is(queue["autoDelete"]))
        : channel.ExchangeDeclareAsync(Text(binding["exchange"]!["name"]), Text(binding["exchange"]!["type"]), Is(binding["exchange"]!["durable"]), Is(binding["exchange"]!["autoDelete"]));

    private static Task PublishExampleAsync<T>(TestSpace space) => PublishAsync<T>(space, CommittedDocs.ExampleOf(typeof(T)).ToJsonString());

    /// <summary>Publishes, and waits until it is settled.</summary>
    private static async Task PublishAsync<T>(TestSpace space, string json)
    {
        var before = await space.Tables.CountAsync(typeof(T).Name);
        await space.Publisher.PublishRawAsync<T>(Encoding.UTF8.GetBytes(json));
        await Eventually.SeesAsync(() => space.Tables.CountAsync(typeof(T).Name), count => count == before + 1, what: $"the number of settled {typeof(T).Name}");
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static bool Is(JsonNode? node) => node!.GetValue<bool>();

    private sealed record Published(string Name, BasicProperties Properties, string Body);
}
