namespace Inventory.Bench.Contestants;

/// <summary>Where all contestants take their orders, and where their answers go.</summary>
internal static class OrderQueue
{
    public const string Name = "inventory-order-placed";

    public const string Exchange = "Inventory.Contracts:OrderPlaced";

    /// <summary>The same type of queue for all: what the worker has, which reads this setting too.</summary>
    public static bool IsQuorum(IConfiguration configuration) => configuration["Inventory:Worker:QueueType"] is not "Classic";

    public static string ExchangeOf(Type message) => $"{message.Namespace}:{message.Name}";
}
