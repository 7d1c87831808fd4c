using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>Where the columns that a verb wants are in a file.</summary>
public sealed class ColumnMap
{
    private readonly Dictionary<string, int> _positions = [];

    /// <param name="file">The file.</param>
    /// <param name="names">How the file calls columns, as <c>order_id=InvoiceNo,sku=StockCode</c>; the rest keep their names.</param>
    /// <param name="required">The columns that must be there.</param>
    /// <param name="optional">The columns that may be there; one that is given another name must be.</param>
    /// <exception cref="StartFailureException">A column is missing, or the names make no sense.</exception>
    public ColumnMap(CsvFile file, string? names, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        var renamed = Parse(names, [.. required, .. optional]);
        foreach (var column in required.Concat(optional))
        {
            var name = renamed.GetValueOrDefault(column, column);
            var found = file.Header.Index().Where(header => string.Equals(header.Item, name, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (found.Length == 1)
            {
                _positions.Add(column, found[0].Index);
            }
            else if (found.Length > 1)
            {
                throw new StartFailureException($"{file.Name} has {found.Length} columns '{name}'.");
            }
            else if (required.Contains(column) || renamed.ContainsKey(column))
            {
                var hint = renamed.ContainsKey(column) ? "" : $", or --map {column}=NAME says what it is called";
                throw new StartFailureException($"{file.Name} has no column '{name}'; it has {string.Join(", ", file.Header)}{hint}.");
            }
        }
    }

    /// <summary>The field of a column; null where the file or the record does not have it.</summary>
    public string? Field(CsvRecord record, string column) =>
        _positions.TryGetValue(column, out var position) && position < record.Fields.Count ? record.Fields[position] : null;

    private static Dictionary<string, string> Parse(string? names, IReadOnlyList<string> columns)
    {
        var renamed = new Dictionary<string, string>();
        foreach (var pair in (names ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !columns.Contains(parts[0]) || !renamed.TryAdd(parts[0], parts[1]))
            {
                throw new StartFailureException(
                    $"--map cannot be understood at '{pair}': it is COLUMN=NAME,COLUMN=NAME with a COLUMN of {string.Join(", ", columns)}, each once.");
            }
        }

        return renamed;
    }
}
