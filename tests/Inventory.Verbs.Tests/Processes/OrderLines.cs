using System.Globalization;
using Microsoft.VisualBasic.FileIO;

namespace Inventory.Verbs.Tests.Processes;

/// <summary>
/// The lines of a file of invoices and what they come to, reckoned by simple sums and with a reader that is not ours, so that
/// it does not share the product's mistakes.
/// </summary>
internal sealed class OrderLines
{
    private readonly (string Id, string Sku, long Quantity)[] _lines;

    private OrderLines((string Id, string Sku, long Quantity)[] lines)
    {
        _lines = lines;
        Skus = [.. lines.Select(line => line.Sku).Distinct().Order(StringComparer.Ordinal)];
        Returns = [.. lines.Select(line => line.Id).Where(IsReturn).Distinct()];
        Orders = [.. lines.Where(line => line.Quantity > 0).Select(line => line.Id).Where(id => !IsReturn(id)).Distinct()];
        WriteOffs = lines.Where(line => line.Quantity < 0 && !IsReturn(line.Id)).DistinctBy(line => (line.Id, line.Sku)).Count();
    }

    public string[] Skus { get; }

    public string[] Orders { get; }

    public string[] Returns { get; }

    /// <summary>How many pairs of id and SKU are written off.</summary>
    public int WriteOffs { get; }

    public static OrderLines Read(string path)
    {
        using var parser = new TextFieldParser(path) { TextFieldType = FieldType.Delimited, Delimiters = [","], HasFieldsEnclosedInQuotes = true };
        var header = parser.ReadFields()!;
        var (id, sku, quantity) = (Array.IndexOf(header, "InvoiceNo"), Array.IndexOf(header, "StockCode"), Array.IndexOf(header, "Quantity"));
        var lines = new List<(string, string, long)>();
        while (parser.ReadFields() is { } fields)
        {
            lines.Add((fields[id], fields[sku], long.Parse(fields[quantity], CultureInfo.InvariantCulture)));
        }

        return new OrderLines([.. lines]);
    }

    /// <summary>Units ordered, by SKU.</summary>
    /// <param name="refused">An order that is not to count.</param>
    public Dictionary<string, long> Ordered(string? refused = null) => Sum(line => line.Quantity > 0 && !IsReturn(line.Id) && line.Id != refused);

    /// <summary>Units that came back, by SKU.</summary>
    public Dictionary<string, long> Returned() => Sum(line => IsReturn(line.Id));

    /// <summary>Units written off, by SKU.</summary>
    public Dictionary<string, long> WrittenOff() => Sum(line => line.Quantity < 0 && !IsReturn(line.Id));

    private Dictionary<string, long> Sum(Func<(string Id, string Sku, long Quantity), bool> which)
    {
        var sums = Skus.ToDictionary(sku => sku, _ => 0L);
        foreach (var line in _lines.Where(which))
        {
            sums[line.Sku] += Math.Abs(line.Quantity);
        }

        return sums;
    }

    private static bool IsReturn(string id) => id.StartsWith('C');
}
