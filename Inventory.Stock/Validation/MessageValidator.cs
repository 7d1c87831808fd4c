using System.Collections.Immutable;
using System.Globalization;
using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Validation;

/// <summary>Turns messages into commands. A message that breaks a rule of the contract yields one reason per bad field.</summary>
public static class MessageValidator
{
    public static Validated<PlaceOrder> Validate(OrderPlaced message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.OrderId), message.OrderId, errors);
        FieldRules.Time(nameof(message.PlacedAt), message.PlacedAt, errors);
        FieldRules.OptionalId(nameof(message.ReservationId), message.ReservationId, errors);
        var lines = SumPerLevel(message.Lines, errors);
        return errors.Count > 0
            ? new(null, errors)
            : new(new PlaceOrder(message.OrderId, FieldRules.Utc(message.PlacedAt), lines, message.ReservationId), errors);
    }

    public static Validated<ReceiveStock> Validate(StockReceived message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.ReceiptId), message.ReceiptId, errors);
        FieldRules.Time(nameof(message.ReceivedAt), message.ReceivedAt, errors);
        if (!Enum.IsDefined(message.Reason))
        {
            errors.Add($"{nameof(message.Reason)} '{message.Reason}' is none of {string.Join(", ", Enum.GetNames<ReceiptReason>())}");
        }

        var lines = SumPerLevel(message.Lines, errors);
        return errors.Count > 0
            ? new(null, errors)
            : new(new ReceiveStock(message.ReceiptId, FieldRules.Utc(message.ReceivedAt), lines, message.Reason), errors);
    }

    public static Validated<CancelOrder> Validate(OrderCancelled message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.OrderId), message.OrderId, errors);
        FieldRules.Time(nameof(message.CancelledAt), message.CancelledAt, errors);
        FieldRules.OptionalId(nameof(message.CancellationId), message.CancellationId, errors);
        var lines = SumOrAll(message.Lines, errors);
        return errors.Count > 0
            ? new(null, errors)
            : new(new CancelOrder(message.OrderId, message.CancellationId, FieldRules.Utc(message.CancelledAt), lines), errors);
    }

    public static Validated<ShipOrder> Validate(OrderShipped message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.OrderId), message.OrderId, errors);
        FieldRules.Id(nameof(message.ShipmentId), message.ShipmentId, errors);
        FieldRules.Time(nameof(message.ShippedAt), message.ShippedAt, errors);
        var lines = SumOrAll(message.Lines, errors);
        return errors.Count > 0
            ? new(null, errors)
            : new(new ShipOrder(message.OrderId, message.ShipmentId, FieldRules.Utc(message.ShippedAt), lines), errors);
    }

    public static Validated<AdjustStock> Validate(StockAdjusted message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.AdjustmentId), message.AdjustmentId, errors);
        FieldRules.Time(nameof(message.AdjustedAt), message.AdjustedAt, errors);
        var key = Level(message.Sku, message.Location, errors);
        FieldRules.Delta(nameof(message.Delta), message.Delta, errors);
        FieldRules.Id(nameof(message.Reason), message.Reason, errors);
        FieldRules.OptionalId(nameof(message.Actor), message.Actor, errors);
        return errors.Count > 0
            ? new(null, errors)
            : new(new AdjustStock(message.AdjustmentId, FieldRules.Utc(message.AdjustedAt), key, message.Delta, message.Reason, message.Actor), errors);
    }

    public static Validated<CountStock> Validate(StockCounted message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.CountId), message.CountId, errors);
        FieldRules.Time(nameof(message.CountedAt), message.CountedAt, errors);
        var key = Level(message.Sku, message.Location, errors);
        FieldRules.Count(nameof(message.Quantity), message.Quantity, errors);
        FieldRules.OptionalId(nameof(message.Actor), message.Actor, errors);
        return errors.Count > 0
            ? new(null, errors)
            : new(new CountStock(message.CountId, FieldRules.Utc(message.CountedAt), key, message.Quantity, message.ExpectedOnHand, message.Actor), errors);
    }

    private static LevelKey Level(string sku, string? location, List<string> errors)
    {
        FieldRules.Sku("Sku", sku, errors);
        if (location is not null)
        {
            FieldRules.Location("Location", location, errors);
        }

        return new LevelKey(sku, location ?? ContractLimits.DefaultLocation);
    }

    /// <summary>Absent lines mean all; an empty list is more likely a mistake than that.</summary>
    private static ImmutableArray<LevelQuantity> SumOrAll(IReadOnlyList<StockLine>? lines, List<string> errors) =>
        lines is null ? [] : SumPerLevel(lines, errors);

    private static ImmutableArray<LevelQuantity> SumPerLevel(IReadOnlyList<StockLine>? lines, List<string> errors)
    {
        if (lines is null or { Count: 0 })
        {
            errors.Add("Lines is missing or empty");
            return [];
        }

        if (lines.Count > ContractLimits.Lines)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Lines has {lines.Count} entries; at most {ContractLimits.Lines} are allowed"));
            return [];
        }

        var totals = new Dictionary<LevelKey, long>(lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var found = errors.Count;
            Check(lines[i], string.Create(CultureInfo.InvariantCulture, $"Lines[{i}]"), errors);
            if (errors.Count == found)
            {
                var key = new LevelKey(lines[i].Sku, lines[i].Location ?? ContractLimits.DefaultLocation);
                totals[key] = totals.GetValueOrDefault(key) + lines[i].Quantity;
            }
        }

        return [.. totals.Select(total => new LevelQuantity(total.Key, total.Value)).OrderBy(line => line.Key.Id, StringComparer.Ordinal)];
    }

    private static void Check(StockLine? line, string name, List<string> errors)
    {
        if (line is null)
        {
            errors.Add($"{name} is missing");
            return;
        }

        FieldRules.Sku($"{name}.Sku", line.Sku, errors);
        FieldRules.Quantity($"{name}.Quantity", line.Quantity, errors);
        if (line.Location is not null)
        {
            FieldRules.Location($"{name}.Location", line.Location, errors);
        }
    }
}
