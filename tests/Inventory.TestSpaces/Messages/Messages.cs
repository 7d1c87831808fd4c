using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Contracts;

namespace Inventory.Testing;

/// <summary>A message as the documents describe it: what names its operation, what it is about, and which content counts as the same.</summary>
public static class Messages
{
    /// <summary>The end of a reservation by its time, which workers tell one another.</summary>
    public sealed record ReservationDue(string ReservationId);

    /// <summary>The id in the operation table: what is unique for an order only stands behind it, after a tab.</summary>
    public static string OperationId(object message) => $"{message.GetType().Name}/" + message switch
    {
        OrderPlaced order => order.OrderId,
        OrderCancelled { CancellationId: null } cancelled => cancelled.OrderId,
        OrderCancelled cancelled => $"{cancelled.OrderId}\t{cancelled.CancellationId}",
        OrderShipped shipped => $"{shipped.OrderId}\t{shipped.ShipmentId}",
        ReserveStock reserve => reserve.ReservationId,
        ReleaseReservation release => release.ReservationId,
        ReservationDue due => due.ReservationId,
        StockReceived received => received.ReceiptId,
        StockAdjusted adjusted => adjusted.AdjustmentId,
        StockCounted counted => counted.CountId,
        ConfigureStockLevel configured => configured.ConfigurationId,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, null),
    };

    /// <summary>What ledger and reports say of who moved a level.</summary>
    public static ChangeCause Cause(object message) =>
        new(message.GetType().Name, OperationId(message).Split('/', 2)[1].Split('\t')[^1], OrderId(message));

    public static string? OrderId(object message) => message switch
    {
        OrderPlaced order => order.OrderId,
        OrderCancelled cancelled => cancelled.OrderId,
        OrderShipped shipped => shipped.OrderId,
        _ => null,
    };

    public static string? ReservationId(object message) => message switch
    {
        OrderPlaced order => order.ReservationId,
        ReserveStock reserve => reserve.ReservationId,
        ReleaseReservation release => release.ReservationId,
        _ => null,
    };

    /// <summary>The lines it names; null where it means all the rest.</summary>
    public static IReadOnlyList<StockLine>? Lines(object message) => message switch
    {
        OrderPlaced order => order.Lines,
        OrderCancelled cancelled => cancelled.Lines,
        OrderShipped shipped => shipped.Lines,
        ReserveStock reserve => reserve.Lines,
        StockReceived received => received.Lines,
        StockAdjusted adjusted => [new(adjusted.Sku, adjusted.Delta, adjusted.Location)],
        StockCounted counted => [new(counted.Sku, counted.Quantity, counted.Location)],
        ConfigureStockLevel configured => [new(configured.Sku, 0, configured.Location)],
        _ => null,
    };

    /// <summary>Lines of one level are summed. Levels come in the order of their ids.</summary>
    public static ImmutableSortedDictionary<string, long> PerLevel(IEnumerable<StockLine>? lines) => (lines ?? [])
        .GroupBy(line => LevelId(line.Sku, line.Location), line => line.Quantity)
        .ToImmutableSortedDictionary(level => level.Key, level => level.Sum(), StringComparer.Ordinal);

    public static string LevelId(string sku, string? location) => $"{sku}:{location ?? ContractLimits.DefaultLocation}";

    public static (string Sku, string Location) Level(string id) => (id.Split(':')[0], id.Split(':')[1]);

    /// <summary>Equal for messages that say the same, however they cut it into lines.</summary>
    public static string Content(object message)
    {
        var content = JsonSerializer.SerializeToNode(message, message.GetType())!.AsObject();
        content.Remove("Location");
        content["Lines"] = string.Join(' ', PerLevel(Lines(message)).Select(line => $"{line.Key} {line.Value}"));
        return $"{message.GetType().Name} {content.ToJsonString()}";
    }

    /// <summary>The message with every id and SKU in a namespace of its own.</summary>
    public static object Within(string space, object message)
    {
        return message switch
        {
            OrderPlaced order => order with { OrderId = Id(order.OrderId), Lines = All(order.Lines)!, ReservationId = Optional(order.ReservationId) },
            OrderCancelled cancelled => cancelled with
            {
                OrderId = Id(cancelled.OrderId), CancellationId = Optional(cancelled.CancellationId), Lines = All(cancelled.Lines),
            },
            OrderShipped shipped => shipped with { OrderId = Id(shipped.OrderId), ShipmentId = Id(shipped.ShipmentId), Lines = All(shipped.Lines) },
            ReserveStock reserve => reserve with { ReservationId = Id(reserve.ReservationId), Lines = All(reserve.Lines)! },
            ReleaseReservation release => new ReleaseReservation(Id(release.ReservationId)),
            StockReceived received => received with { ReceiptId = Id(received.ReceiptId), Lines = All(received.Lines)! },
            StockAdjusted adjusted => adjusted with { AdjustmentId = Id(adjusted.AdjustmentId), Sku = Id(adjusted.Sku) },
            StockCounted counted => counted with { CountId = Id(counted.CountId), Sku = Id(counted.Sku) },
            ConfigureStockLevel configured => configured with { ConfigurationId = Id(configured.ConfigurationId), Sku = Id(configured.Sku) },
            _ => throw new ArgumentOutOfRangeException(nameof(message), message, null),
        };

        string Id(string id) => space + id;
        string? Optional(string? id) => id is null ? null : Id(id);
        StockLine[]? All(IReadOnlyList<StockLine>? lines) => lines?.Select(line => line with { Sku = Id(line.Sku) }).ToArray();
    }

    /// <summary>A message in a line, for a person.</summary>
    public static string Describe(object message)
    {
        var fields = JsonSerializer.SerializeToNode(message, message.GetType())!.AsObject().Where(field => field.Value is JsonValue && field.Key is not "Location")
            .Select(field => $"{field.Key} {field.Value}");
        var lines = (Lines(message) ?? []).Select(line => $"{line.Quantity} of {LevelId(line.Sku, line.Location)}");
        return $"{message.GetType().Name}: {string.Join(", ", fields)} [{string.Join(", ", lines)}]";
    }
}
