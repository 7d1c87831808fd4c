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
        if (message.ReservationId is not null)
        {
            FieldRules.Id(nameof(message.ReservationId), message.ReservationId, errors);
        }

        var lines = SumPerLevel(message.Lines, errors);
        return errors.Count > 0
            ? new(null, errors)
            : new(new PlaceOrder(message.OrderId, message.PlacedAt.ToUniversalTime(), lines, message.ReservationId), errors);
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
            : new(new ReceiveStock(message.ReceiptId, message.ReceivedAt.ToUniversalTime(), lines, message.Reason), errors);
    }

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
