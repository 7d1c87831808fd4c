// Publishes one order with MassTransit, and waits for what comes of it.
using System.Globalization;
using Inventory.Contracts;
using MassTransit;

const string Usage = """
    usage: dotnet run --project examples/dotnet -- ORDER_ID SKU QUANTITY [PLACED_AT]

    Publishes an order of one line to the RabbitMQ of ConnectionStrings__RabbitMq (an amqp:// URI), and waits for its outcome.
    PLACED_AT is when the order was placed (2010-12-01T08:26:00Z), by default now. It is part of the order: to send an order
    again, give the same one. Exit code 0: it was answered, whatever the answer; 1: it was not; 2: the command line is wrong.
    """;

var placedAt = DateTimeOffset.UtcNow;
if (Environment.GetEnvironmentVariable("ConnectionStrings__RabbitMq") is not { Length: > 0 } broker
    || args.Length is not (3 or 4)
    || !long.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out var quantity)
    || (args.Length == 4 && !DateTimeOffset.TryParse(args[3], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out placedAt)))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var (orderId, sku) = (args[0], args[1]);
var patience = TimeSpan.FromSeconds(10);
var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
var bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
{
    rabbit.Host(new Uri(broker));
    rabbit.ReceiveEndpoint(new TemporaryEndpointDefinition(), endpoint => // a queue of our own, gone with us
    {
        endpoint.Handler<StockCommitted>(context => Hear(context.Message.OrderId, () => Describe(context.Message)));
        endpoint.Handler<StockRejected>(context => Hear(context.Message.OrderId, () => Describe(context.Message)));
    });
});
try
{
    await bus.StartAsync(patience); // the queue is bound from here on, so that the answer cannot be missed
    // Returns when the broker has the message safe. Mandatory: a message that no queue takes is given back before that.
    await bus.Publish(new OrderPlaced(orderId, placedAt, [new StockLine(sku, quantity)]), context => context.Mandatory = true);
    Console.WriteLine($"{orderId} published, placed at {placedAt:O}");
    Console.WriteLine(await answer.Task.WaitAsync(patience));
    return 0;
}
catch (MessageReturnedException)
{
    Console.Error.WriteLine("No queue takes orders: no worker has ever run on this broker.");
}
catch (ConnectionException away)
{
    Console.Error.WriteLine(away.Message);
}
catch (TimeoutException)
{
    Console.Error.WriteLine(
        $"No answer within {patience.TotalSeconds} s. Does a worker run? Has the id been used for another order? "
        + "Then it is in inventory-order-placed_error, with the reason.");
}
finally
{
    await bus.StopAsync();
}

return 1;

Task Hear(string answered, Func<string> describe)
{
    if (answered == orderId)
    {
        answer.TrySetResult(describe());
    }

    return Task.CompletedTask;
}

static string Describe(object message) => message switch
{
    StockCommitted committed => $"{committed.OrderId} committed: " + string.Join("; ", committed.Lines.Select(
        line => $"{line.Quantity} of {line.Sku} at {line.Location}, version {line.Version}")),
    StockRejected rejected => $"{rejected.OrderId} rejected, {rejected.Reason}: " + string.Join("; ", rejected.Lines.Select(
        line => $"{line.Requested} of {line.Sku} at {line.Location}, {line.Available} available")),
    _ => throw new ArgumentOutOfRangeException(nameof(message)),
};
