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
        return Validated.Of(errors, () => new PlaceOrder(message.OrderId, FieldRules.Utc(message.PlacedAt), lines, message.ReservationId));
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
        return Validated.Of(errors, () => new ReceiveStock(message.ReceiptId, FieldRules.Utc(message.ReceivedAt), lines, message.Reason));
    }

    public static Validated<CancelOrder> Validate(OrderCancelled message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.OrderId), message.OrderId, errors);
        FieldRules.Time(nameof(message.CancelledAt), message.CancelledAt, errors);
        FieldRules.OptionalId(nameof(message.CancellationId), message.CancellationId, errors);
        var lines = SumOrAll(message.Lines, errors);
        return Validated.Of(errors, () => new CancelOrder(message.OrderId, message.CancellationId, FieldRules.Utc(message.CancelledAt), lines));
    }

    public static Validated<ShipOrder> Validate(OrderShipped message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.OrderId), message.OrderId, errors);
        FieldRules.Id(nameof(message.ShipmentId), message.ShipmentId, errors);
        FieldRules.Time(nameof(message.ShippedAt), message.ShippedAt, errors);
        var lines = SumOrAll(message.Lines, errors);
        return Validated.Of(errors, () => new ShipOrder(message.OrderId, message.ShipmentId, FieldRules.Utc(message.ShippedAt), lines));
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
        return Validated.Of(errors, () => new AdjustStock(message.AdjustmentId, FieldRules.Utc(message.AdjustedAt), key, message.Delta, message.Reason, message.Actor));
    }

    public static Validated<CountStock> Validate(StockCounted message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.CountId), message.CountId, errors);
        FieldRules.Time(nameof(message.CountedAt), message.CountedAt, errors);
        var key = Level(message.Sku, message.Location, errors);
        FieldRules.Count(nameof(message.Quantity), message.Quantity, errors);
        FieldRules.OptionalId(nameof(message.Actor), message.Actor, errors);
        return Validated.Of(errors, () => new CountStock(message.CountId, FieldRules.Utc(message.CountedAt), key, message.Quantity, message.ExpectedOnHand, message.Actor));
    }

    public static Validated<ConfigureLevel> Validate(ConfigureStockLevel message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.ConfigurationId), message.ConfigurationId, errors);
        var key = Level(message.Sku, message.Location, errors);
        FieldRules.Count(nameof(message.SafetyStock), message.SafetyStock ?? 0, errors);
        FieldRules.Count(nameof(message.BackorderLimit), message.BackorderLimit ?? 0, errors);
        FieldRules.Count(nameof(message.LowStockThreshold), message.LowStockThreshold ?? 0, errors);
        FieldRules.OptionalId(nameof(message.Actor), message.Actor, errors);
        if ((message.SafetyStock, message.BackorderLimit, message.LowStockThreshold) is (null, null, null))
        {
            errors.Add("SafetyStock, BackorderLimit and LowStockThreshold are all absent; there is nothing to configure");
        }

        return Validated.Of(errors, () => new ConfigureLevel(
            message.ConfigurationId, key, message.SafetyStock, message.BackorderLimit, message.LowStockThreshold, message.Actor));
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

    public static Validated<MakeReservation> Validate(ReserveStock message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.ReservationId), message.ReservationId, errors);
        var lines = SumPerLevel(message.Lines, errors);
        FieldRules.Time(nameof(message.ExpiresAt), message.ExpiresAt, errors);
        return Validated.Of(errors, () => new MakeReservation(message.ReservationId, lines, FieldRules.Utc(message.ExpiresAt)));
    }

    public static Validated<EndReservation> Validate(ReleaseReservation message)
    {
        var errors = new List<string>();
        FieldRules.Id(nameof(message.ReservationId), message.ReservationId, errors);
        return Validated.Of(errors, () => new EndReservation(message.ReservationId));
    }

    /// <summary>The time of a reservation is over, says one of the workers.</summary>
    public static Validated<ExpireReservation> ValidateDue(string reservationId)
    {
        var errors = new List<string>();
        FieldRules.Id("ReservationId", reservationId, errors);
        return Validated.Of(errors, () => new ExpireReservation(reservationId));
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
            Check(lines[i], i, errors);
            if (errors.Count == found)
            {
                var key = new LevelKey(lines[i].Sku, lines[i].Location ?? ContractLimits.DefaultLocation);
                totals[key] = totals.GetValueOrDefault(key) + lines[i].Quantity;
            }
        }

        return [.. totals.Select(total => new LevelQuantity(total.Key, total.Value)).OrderBy(line => line.Key, LevelKey.ById)];
    }

    private static void Check(StockLine? line, int index, List<string> errors)
    {
        if (line is null)
        {
            errors.Add($"{Name()} is missing");
            return;
        }

        FieldRules.Sku(Name(nameof(line.Sku)), line.Sku, errors);
        FieldRules.Quantity(Name(nameof(line.Quantity)), line.Quantity, errors);
        if (line.Location is not null)
        {
            FieldRules.Location(Name(nameof(line.Location)), line.Location, errors);
        }

        FieldName Name(string? part = null) => FieldName.Of("Lines", index, part);
    }
}
