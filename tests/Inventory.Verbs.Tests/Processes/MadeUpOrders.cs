using System.Globalization;

namespace Inventory.Verbs.Tests.Processes;

/// <summary>
/// A file of invoices with what real ones have: SKUs named twice in one order, two SKUs that differ in case only, an order of
/// several hundred lines, returns, write-offs, and both in one; and one order for more than there is.
/// </summary>
internal static class MadeUpOrders
{
    public const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,Country";
    public const string Refused = "600000";

    private const int Skus = 80;

    /// <param name="seed">The same seed makes the same file.</param>
    public static IEnumerable<string> Lines(int seed)
    {
        var random = new Random(seed);
        yield return Header;
        for (var order = 0; order < 250; order++)
        {
            var (prefix, sign, lines) = order switch
            {
                17 => ("", 1, 600),
                _ when order % 10 == 3 => ("C", -1, random.Next(1, 4)),
                _ when order % 10 == 6 => ("", -1, random.Next(1, 4)),
                _ => ("", 1, random.Next(1, 30)),
            };
            for (var line = 0; line < lines; line++)
            {
                yield return Line($"{prefix}{536365 + order}", Sku(random.Next(Skus)), sign * random.Next(1, 25), order);
            }

            if (order % 10 == 8)
            {
                yield return Line($"{536365 + order}", Sku(random.Next(Skus)), -random.Next(1, 5), order);
            }

            // Twice, so that one write-off is the sum of two lines, and one order that of two as well.
            if (order % 50 == 6 || order % 50 == 7)
            {
                yield return Line($"{536365 + order}", "POST", sign * 2, order);
                yield return Line($"{536365 + order}", "POST", sign * 3, order);
            }
        }

        yield return Line(Refused, Sku(0), 1, 0);
        yield return Line(Refused, Sku(1), 1_000_000, 0);
    }

    private static string Sku(int number) => number % 2 == 0 ? $"8512{number / 2}A" : $"8512{number / 2}a";

    private static string Line(string id, string sku, int quantity, int order) => string.Create(
        CultureInfo.InvariantCulture,
        $"{id},{sku},\"{(sku == "POST" ? "POSTAGE" : "LANTERN, \"\"METAL\"\"")}\",{quantity},2010-12-01 {8 + (order / 60):D2}:{order % 60:D2}:00,United Kingdom");
}
