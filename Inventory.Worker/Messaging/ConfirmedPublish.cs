using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>Publishes one message under an id of our choice, and returns when the broker has confirmed it.</summary>
internal static class ConfirmedPublish
{
    // When a connection breaks, RabbitMQ.Client 7.2 can leave a publish waiting for ever (rabbitmq-dotnet-client #1930).
    // Given up, it fails its message, which is tried again from the top and published under the same id.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <exception cref="TimeoutException">The broker did not confirm in time.</exception>
    public static Task PublishAsync<T>(IPublishEndpoint endpoint, T message, Guid messageId)
        where T : class => endpoint.Publish(message, context => context.MessageId = messageId).WaitAsync(LongestWait);
}
