using Inventory.Contracts;
using Inventory.Stock.Validation;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>The contract's rules, asked of one line before it is published: a message that breaks them ends in an error queue.</summary>
public static class LineRules
{
    /// <summary>What the first line of such an order breaks; null if nothing.</summary>
    public static string? Check(string id, DateTimeOffset time, StockLine line)
    {
        // What the decoder puts where a file is not UTF-8. As a SKU it would be one that nobody has.
        if ($"{id}{line.Sku}{line.Location}".Contains('\uFFFD', StringComparison.Ordinal))
        {
            return "a field is not UTF-8 text";
        }

        var checkedLine = MessageValidator.Validate(new OrderPlaced(id, time, [line]));
        return checkedLine.IsValid ? null : checkedLine.Errors[0].Replace("Lines[0].", "", StringComparison.Ordinal);
    }
}
