using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>Publishes one message under an id of our choice, and returns when the broker has confirmed it.</summary>
internal static class ConfirmedPublish
{
    // When a connection breaks, RabbitMQ.Client 7.2 can leave a publish waiting for ever (rabbitmq-dotnet-client #1930), with all
    // later ones behind it. Cancelling it makes MassTransit open the channel anew; the message is then tried from the top.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <exception cref="TimeoutException">The broker did not confirm in time; the message may have been published all the same.</exception>
    public static async Task PublishAsync<T>(IPublishEndpoint endpoint, T message, Guid messageId)
        where T : class
    {
        using var patience = new CancellationTokenSource(LongestWait);
        try
        {
            await endpoint.Publish(message, context => context.MessageId = messageId, patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"RabbitMQ did not confirm within {LongestWait.TotalSeconds:0} s.", late);
        }
    }
}
