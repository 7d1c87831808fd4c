using Inventory.Contracts;
using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>The names of the queues.</summary>
public static class ServiceQueues
{
    /// <summary>Ends the name of a queue's error queue.</summary>
    public const string ErrorSuffix = "_error";

    /// <summary>The net: where RabbitMQ puts a message that came back more often than its queue allows. Also the exchange that leads there.</summary>
    public const string Returned = "inventory-returned";

    /// <summary>The queues that messages come in by, one per type.</summary>
    public static readonly IReadOnlyList<string> Intake =
    [
        Of<OrderPlaced>(), Of<OrderCancelled>(), Of<OrderShipped>(), Of<ReserveStock>(), Of<ReleaseReservation>(), Of<ReservationDue>(),
        Of<StockReceived>(), Of<StockAdjusted>(), Of<StockCounted>(), Of<ConfigureStockLevel>(),
    ];

    /// <summary>The queue of a type of message: <c>inventory-order-placed</c> for <c>OrderPlaced</c>, and so on.</summary>
    public static string Of<TMessage>() => $"inventory-{KebabCaseEndpointNameFormatter.Instance.SanitizeName(typeof(TMessage).Name)}";

    public static string ErrorsOf(string queue) => queue + ErrorSuffix;
}
