namespace Inventory.Worker.Verbs.Publishing;

/// <summary>What waits in the queues.</summary>
/// <param name="Waiting">Messages that no worker has taken yet.</param>
/// <param name="UnreadQueues">Queues that no worker takes from.</param>
public sealed record Backlog(long Waiting, IReadOnlyList<string> UnreadQueues);
