namespace Inventory.Worker.Messaging;

/// <summary>
/// How long RabbitMQ may take to confirm a publish. When a connection breaks, its client can lose a publish for ever
/// (rabbitmq-dotnet-client #1930), with all later ones behind it; given up, the channel is made anew.
/// </summary>
internal static class Confirmation
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <exception cref="TimeoutException">It took longer; the message may have been published all the same.</exception>
    public static async Task AwaitAsync(Func<CancellationToken, Task> publish)
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await publish(patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"RabbitMQ did not confirm within {s_patience.TotalSeconds:0} s.", late);
        }
    }
}
