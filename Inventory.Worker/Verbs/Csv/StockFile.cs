using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inventory.Contracts;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>
/// The receipts of a file. A pure function of its content, ids and times included, so that the same file changes nothing
/// when it is imported again.
/// </summary>
/// <param name="Receipts">The lines, in order, in receipts of at most a hundred.</param>
/// <param name="Problems">The lines that were not taken, and why.</param>
/// <param name="Lines">The records that were read.</param>
public sealed record StockFile(IReadOnlyList<StockReceived> Receipts, IReadOnlyList<LineProblem> Problems, int Lines)
{
    public static readonly IReadOnlyList<string> RequiredColumns = ["sku", "quantity"];
    public static readonly IReadOnlyList<string> OptionalColumns = ["location"];

    /// <summary>A file does not say when its goods arrived, and the receipt must say the same each time: the beginning of Unix time.</summary>
    public static readonly DateTimeOffset ReceivedAt = DateTimeOffset.UnixEpoch;

    /// <summary>Few, because a worker is handed many receipts at once and keeps them in memory until they are settled.</summary>
    private const int LinesOfAReceipt = 100;

    public static StockFile Read(CsvFile file, ColumnMap columns)
    {
        var good = new List<StockLine>();
        var problems = new List<LineProblem>();
        var lines = 0;
        foreach (var record in file.Records())
        {
            lines++;
            var error = record.Damage ?? Parse(record, columns, good);
            if (error is not null)
            {
                problems.Add(new LineProblem(record.Line, error, ProblemKind.Error));
            }
        }

        var content = ContentId(good);
        var receipts = good.Chunk(LinesOfAReceipt).Select((chunk, i) =>
            new StockReceived(string.Create(CultureInfo.InvariantCulture, $"import-{content}-{i + 1}"), ReceivedAt, chunk));
        return new StockFile([.. receipts], problems, lines);
    }

    private static string? Parse(CsvRecord record, ColumnMap columns, List<StockLine> good)
    {
        var error = FieldParser.WholeNumber("quantity", columns.Field(record, "quantity")!, out var quantity);
        var line = new StockLine(columns.Field(record, "sku")!, quantity, columns.Field(record, "location") is { Length: > 0 } location ? location : null);
        error ??= LineRules.Check("import", ReceivedAt, line);
        if (error is null)
        {
            good.Add(line);
        }

        return error;
    }

    /// <summary>SHA-256 of the lines, cut to what nobody will ever meet twice by accident.</summary>
    private static string ContentId(IEnumerable<StockLine> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.Sku}\t{line.Quantity}\t{line.Location}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 10));
    }
}
