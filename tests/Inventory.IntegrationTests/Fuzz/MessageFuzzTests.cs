using System.Globalization;
using System.Text;
using System.Text.Json;
using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using RabbitMQ.Client;

namespace Inventory.IntegrationTests.Fuzz;

/// <summary>
/// Whatever is published, no worker ends, no queue stands still, and each message is either settled or in its error queue with a
/// reason in words. <c>./inventory test --sequences N --seed S</c> sends N such messages, made from a number S.
/// </summary>
public sealed class MessageFuzzTests(TestServers servers)
{
    private const int Usual = 2_000;
    private const string Header = "fuzz";

    [Fact]
    public async Task Every_bad_message_ends_in_its_error_queue_with_a_reason_and_every_other_is_settled()
    {
        var count = Setting("INVENTORY_TEST_SEQUENCES") ?? Usual;
        var seed = Setting("INVENTORY_TEST_SEED") ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"--sequences {count} --seed {seed}");
        var makes = new BadMessages(new Random(seed));
        var messages = Enumerable.Range(0, count).Select(_ => makes.Next()).ToArray();
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();

        await Parallel.ForEachAsync(messages.Index(), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (one, _) =>
            await space.Publisher.PublishRawAsync(one.Item.Type, one.Item.Body, one.Item.ContentType, (Header, one.Index.ToString(CultureInfo.InvariantCulture))));

        await SettlesAsync(space);
        var refused = await RefusedAsync(space);
        var recorded = (await space.Tables.OperationsAsync()).Select(operation => operation.Id).ToHashSet();
        Assert.All(refused, one => Assert.True(one.Reason.Length > 0 && !one.Reason.Contains("   at ", StringComparison.Ordinal), $"message {one.Number}: '{one.Reason}'"));
        Assert.Equal(refused.Count, refused.DistinctBy(one => one.Number).Count());
        var settled = messages.Index().ExceptBy(refused.Select(one => one.Number), one => one.Index).ToArray();
        Assert.All(settled, one => Assert.True(IsRecorded(one.Item, recorded), $"message {one.Index}: {Encoding.UTF8.GetString(one.Item.Body)}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{refused.Count} refused, {settled.Length} settled");
        Assert.NotEmpty(settled);
        Assert.InRange(refused.Count, count / 2, count);
        await WorksAsync(space);
    }

    [Fact]
    public async Task A_body_of_64_MiB_is_refused_like_any_other()
    {
        const int Size = 64 * 1024 * 1024;
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        var noise = new byte[Size];
        new Random(1).NextBytes(noise);
        var text = $$"""{"orderId":"{{new string('x', Size)}}","placedAt":"2026-01-02T12:00:00Z","lines":[{"sku":"A","quantity":1}]}""";

        await space.Publisher.PublishRawAsync<OrderPlaced>(noise);
        await space.Publisher.PublishRawAsync<OrderPlaced>(Encoding.UTF8.GetBytes(text));

        await Eventually.SeesAsync(() => space.Queues.ReadyAsync(QueueInspector.OrderErrors), ready => ready == 2, TimeSpan.FromSeconds(60));
        Assert.All(await RefusedAsync(space), one => Assert.InRange(one.Reason.Length, 1, 2_000));
        await WorksAsync(space);
    }

    private static Task<int> SettlesAsync(TestSpace space) => Eventually.SeesAsync(
        async () => (await space.Queues.AllAsync()).Where(queue => !queue.Name.EndsWith("_error", StringComparison.Ordinal)).Count(queue => !queue.IsEmpty),
        unsettled => unsettled == 0,
        TimeSpan.FromSeconds(60));

    private static async Task WorksAsync(TestSpace space)
    {
        await space.StockAsync(("good", 10));
        await space.Publisher.PublishAsync(Given.Order("good", ("good", 3)));
        await space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "good");
        await Audit.HoldsAsync(space, ("good", 10, 3));
    }

    private static bool IsRecorded(BadMessage message, HashSet<string> recorded)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(message.Body).TrimStart('\uFEFF'));
        var fields = document.RootElement.EnumerateObject().ToLookup(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase);

        // A cancellation needs no id of its own where it is the order's only one.
        var id = new[] { BadMessages.IdOf(message.Type), "orderId" }.Select(name => fields[name].LastOrDefault())
            .First(value => value.ValueKind is JsonValueKind.String).GetString()!;
        return recorded.Any(operation => operation.StartsWith($"{message.Type.Name}/", StringComparison.Ordinal) && operation.Contains(id, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<(int Number, string Reason)>> RefusedAsync(TestSpace space)
    {
        await using var connection = await AmqpConnection.OpenAsync(space.Connections.RabbitMq);
        var refused = new List<(int, string)>();
        foreach (var queue in (await space.Queues.AllAsync()).Where(queue => queue.Name.EndsWith("_error", StringComparison.Ordinal)))
        {
            await using var channel = await connection.CreateChannelAsync();
            while (await channel.BasicGetAsync(queue.Name, autoAck: true) is { } message)
            {
                var headers = message.BasicProperties.Headers!;
                refused.Add((headers.TryGetValue(Header, out var number) ? int.Parse(Text(number), CultureInfo.InvariantCulture) : -1 - refused.Count, Text(headers["MT-Fault-Message"])));
            }
        }

        return refused;
    }

    private static string Text(object? header) => header is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{header}";

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
