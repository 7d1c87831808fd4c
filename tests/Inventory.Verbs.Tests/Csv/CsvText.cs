using System.Text;
using Inventory.Worker.Verbs.Csv;

namespace Inventory.Verbs.Tests.Csv;

/// <summary>CSV files for tests, made of text.</summary>
internal static class CsvText
{
    public static CsvFile File(params string[] lines) => FileOf(Encoding.UTF8.GetBytes(string.Join("\n", lines)));

    public static CsvFile FileOf(byte[] content)
    {
        var path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllBytes(path, content);
            return CsvFile.Read(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    public static OrderFile Orders(CsvFile file, string? names = null, string? returnPrefix = null, bool takesWriteOffs = false) =>
        OrderFile.Read(file, new ColumnMap(file, names, OrderFile.RequiredColumns, OrderFile.OptionalColumns), returnPrefix, takesWriteOffs);

    public static OrderFile Orders(params string[] lines) => Orders(File(["order_id,placed_at,sku,quantity", .. lines]));

    public static StockFile Stock(params string[] lines) => Stock(File(["sku,quantity", .. lines]));

    public static StockFile Stock(CsvFile file) =>
        StockFile.Read(file, new ColumnMap(file, null, StockFile.RequiredColumns, StockFile.OptionalColumns));
}
