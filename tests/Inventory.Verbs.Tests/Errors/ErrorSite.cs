using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Inventory.Stock.Hosting;
using Inventory.Verbs.Tests.Servers;
using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging;
using Inventory.Worker.Verbs.Errors;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Spectre.Console;

namespace Inventory.Verbs.Tests.Errors;

/// <summary>A broker with messages in its error queues, the verb, and eyes to see what it left.</summary>
internal sealed class ErrorSite : IAsyncDisposable
{
    public const string Orders = "inventory-order-placed";
    public const string Receipts = "inventory-stock-received";
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly ConnectionSettings _connections;
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private ErrorSite(ConnectionSettings connections, IConnection connection, IChannel channel) =>
        (_connections, _connection, _channel) = (connections, connection, channel);

    public static async Task<ErrorSite> OpenAsync(TestSpace space, QueueType type = QueueType.Quorum)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(space.Connections.RabbitMq) }.CreateConnectionAsync(Stop);
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        foreach (var queue in (string[])[Orders, Receipts])
        {
            await QueueDeclaration.DeclareAsync(connection, queue, QueueArguments.Of(queue, type), Stop);
            var errors = ServiceQueues.ErrorsOf(queue);
            await QueueDeclaration.DeclareAsync(connection, errors, QueueArguments.Of(errors, type), Stop);
        }

        return new ErrorSite(space.Connections, connection, await connection.CreateChannelAsync(confirmed, Stop));
    }

    /// <summary>Puts a message into the error queue of a queue, as a worker would.</summary>
    public Task FailAsync(string queue, string body, string reason, int secondsAgo = 0, string? messageId = null, string? own = null) =>
        FailAsync(queue, Encoding.UTF8.GetBytes(body), reason, secondsAgo, messageId, own);

    public async Task FailAsync(string queue, byte[] body, string reason, int secondsAgo = 0, string? messageId = null, string? own = null)
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            Persistent = true,
            Headers = new Dictionary<string, object?>
            {
                ["MT-Reason"] = "fault",
                ["MT-Fault-Message"] = reason,
                ["MT-Fault-ExceptionType"] = "PoisonMessageException",
                ["MT-Fault-StackTrace"] = "   at somewhere",
                ["MT-Fault-Timestamp"] = Noon.AddSeconds(-secondsAgo).ToString("O", CultureInfo.InvariantCulture),
                ["MT-Host-MachineName"] = "host",
            },
        };
        if (messageId is not null)
        {
            properties.MessageId = messageId;
        }

        if (own is not null)
        {
            properties.Headers["tenant"] = own;
        }

        await _channel.BasicPublishAsync("", ServiceQueues.ErrorsOf(queue), mandatory: true, properties, body, Stop);
    }

    /// <summary>Puts a message into a queue, as a shop would, past every exchange.</summary>
    public async Task PutAsync(string queue, string body) => await _channel.BasicPublishAsync(
        "", queue, mandatory: true, new BasicProperties { ContentType = "application/json", Persistent = true }, Encoding.UTF8.GetBytes(body), Stop);

    public Task DeleteAsync(string queue) => _channel.QueueDeleteAsync(queue, cancellationToken: Stop);

    /// <summary>Runs the verb, and returns what it said.</summary>
    public async Task<string> RunAsync(ErrorsInput input)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        await new ErrorsVerb(_connections, console, new StoppedClock(Noon)).RunAsync(input, Stop);
        return output.ToString();
    }

    /// <summary>Runs the verb, which refuses, and returns its sentence.</summary>
    public async Task<string> RefusalAsync(ErrorsInput input) => (await Assert.ThrowsAsync<StartFailureException>(() => RunAsync(input))).Message;

    public async Task<IReadOnlyList<ErrorMessage>> ErrorsAsync()
    {
        var messages = new List<ErrorMessage>();
        await using var queues = await ErrorQueues.OpenAsync(_connections, TimeProvider.System, Stop);
        await queues.LookAsync(new ErrorFilter(new ErrorsInput()), (message, _) => messages.Add(message), Stop);
        return messages;
    }

    /// <summary>Takes everything out of a queue.</summary>
    public async Task<IReadOnlyList<ErrorDelivery>> TakeAllAsync(string queue)
    {
        var count = await CountAsync(queue);
        var arrived = Channel.CreateUnbounded<ErrorDelivery>();
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += async (_, one) => await arrived.Writer.WriteAsync(
            new ErrorDelivery(one.DeliveryTag, new BasicProperties(one.BasicProperties), one.Body.ToArray()), Stop);
        var tag = await _channel.BasicConsumeAsync(queue, autoAck: true, consumer, Stop);
        var all = await arrived.Reader.ReadAllAsync(Stop).Take((int)count).ToListAsync(Stop);
        await _channel.BasicCancelAsync(tag, cancellationToken: Stop);
        return all;
    }

    public async Task<uint> CountAsync(string queue) => (await _channel.QueueDeclarePassiveAsync(queue, Stop)).MessageCount;

    public static string TextOf(ErrorDelivery message) => Encoding.UTF8.GetString(message.Body.Span);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
