using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>
/// A CSV file with a header. One bad line is one bad line: a quote that nobody closes must not swallow the rest of the file,
/// which is what a parser for whole streams would let it do.
/// </summary>
public sealed class CsvFile
{
    private const int MostLinesOfARecord = 100;
    private readonly List<string> _lines;
    private readonly int _firstRecord;

    private CsvFile(string name, List<string> lines)
    {
        Name = name;
        _lines = lines;
        var at = _lines.FindIndex(line => !string.IsNullOrWhiteSpace(line));
        if (at < 0)
        {
            throw new StartFailureException($"{name} is empty.");
        }

        Header = CsvFields.Split(_lines[at]) ?? throw new StartFailureException($"{name}: the quotes of the header do not pair up.");
        _firstRecord = at + 1;
    }

    public string Name { get; }

    public IReadOnlyList<string> Header { get; }

    /// <exception cref="StartFailureException">The file cannot be read, or has no header.</exception>
    public static CsvFile Read(string path)
    {
        try
        {
            return new CsvFile(Path.GetFileName(path), [.. File.ReadLines(path)]);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StartFailureException($"There is no file {path}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartFailureException(Directory.Exists(path) ? $"{path} is a folder." : $"{path} cannot be read: {failure.Message}", failure);
        }
    }

    public IEnumerable<CsvRecord> Records()
    {
        for (var first = _firstRecord; first < _lines.Count; first++)
        {
            if (string.IsNullOrWhiteSpace(_lines[first]))
            {
                continue;
            }

            var last = first;
            var text = _lines[first];
            var fields = CsvFields.Split(text);
            while (fields is null && last + 1 < _lines.Count && last - first < MostLinesOfARecord)
            {
                text = $"{text}\n{_lines[++last]}";
                fields = CsvFields.Split(text);
            }

            // Lines that make no sense together are bad each for itself.
            if (fields?.Count == Header.Count)
            {
                yield return new CsvRecord(first + 1, fields);
                first = last;
            }
            else
            {
                yield return new CsvRecord(first + 1, [.. _lines[first].Split(',').Select(field => field.Trim(' ', '"'))], fields is null || last > first
                    ? "the quotes do not pair up"
                    : $"there are {fields.Count} fields where the header has {Header.Count}");
            }
        }
    }
}
