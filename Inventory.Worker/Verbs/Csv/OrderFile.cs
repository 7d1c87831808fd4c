using System.Globalization;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Validation;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>The orders of a file. A pure function of its content, so that the same file gives the same messages again.</summary>
/// <param name="Orders">One per order id, in order of first appearance.</param>
/// <param name="Returns">The same of the ids that mark a return.</param>
/// <param name="WriteOffs">What negative lines of other ids take away: one adjustment per id and level.</param>
/// <param name="LeftOut">How many ids are left out whole.</param>
/// <param name="Problems">The lines that were not taken, and why.</param>
/// <param name="Lines">The records that were read.</param>
public sealed record OrderFile(
    IReadOnlyList<OrderPlaced> Orders,
    IReadOnlyList<StockReceived> Returns,
    IReadOnlyList<StockAdjusted> WriteOffs,
    int LeftOut,
    IReadOnlyList<LineProblem> Problems,
    int Lines)
{
    public static readonly IReadOnlyList<string> RequiredColumns = ["order_id", "placed_at", "sku", "quantity"];
    public static readonly IReadOnlyList<string> OptionalColumns = ["location"];

    private const string WriteOffReason = "write-off";

    /// <param name="file">The file.</param>
    /// <param name="columns">Where its columns are.</param>
    /// <param name="returnPrefix">Ids that begin so are returns; null or empty: none is.</param>
    /// <param name="takesWriteOffs">Whether a negative line of another id is a write-off. If not, it is named and left out.</param>
    public static OrderFile Read(CsvFile file, ColumnMap columns, string? returnPrefix, bool takesWriteOffs)
    {
        var drafts = new OrderedDictionary<string, Draft>(StringComparer.Ordinal);
        var problems = new List<LineProblem>();
        var lines = 0;
        foreach (var record in file.Records())
        {
            lines++;
            var id = columns.Field(record, "order_id") ?? "";
            if (!drafts.TryGetValue(id, out var draft))
            {
                drafts.Add(id, draft = new Draft(id, record.Line, IsReturn(id), takesWriteOffs));
            }

            if (draft.Add(record, columns) is { } problem)
            {
                problems.Add(problem);
            }
        }

        problems.AddRange(drafts.Values.Select(draft => draft.Problem).OfType<LineProblem>());
        var whole = drafts.Values.Where(draft => draft.IsWhole).ToArray();
        return new OrderFile(
            [.. whole.Where(draft => draft is { IsReturn: false, HasLines: true }).Select(draft => draft.ToOrder())],
            [.. whole.Where(draft => draft.IsReturn).Select(draft => draft.ToReturn())],
            [.. whole.SelectMany(draft => draft.WriteOffs)],
            drafts.Count - whole.Length,
            [.. problems.OrderBy(problem => problem.Line)],
            lines);

        bool IsReturn(string id) => !string.IsNullOrEmpty(returnPrefix) && id.StartsWith(returnPrefix, StringComparison.Ordinal);
    }

    /// <summary>
    /// An order while its lines are collected. One with a line that cannot be read is left out whole: published without it,
    /// it could not be published again once the line is mended, because its id would then stand for another content. What it
    /// writes off is no part of the order, which is the same with it and without.
    /// </summary>
    private sealed class Draft(string id, int firstLine, bool isReturn, bool takesWriteOffs)
    {
        private readonly List<StockLine> _lines = [];
        private readonly OrderedDictionary<LevelKey, StockAdjusted> _writeOffs = [];
        private DateTimeOffset _time;
        private bool _isSpoilt;

        public bool IsReturn => isReturn;

        public bool HasLines => _lines.Count > 0;

        public IEnumerable<StockAdjusted> WriteOffs => _writeOffs.Values;

        public bool IsWhole => !_isSpoilt && _lines.Count <= ContractLimits.Lines && _lines.Count + _writeOffs.Count > 0;

        public LineProblem? Problem => this switch
        {
            { _isSpoilt: true } or { IsWhole: true } => null,
            { HasLines: false } => new LineProblem(firstLine, $"order {id} is left out, because no line of it is left", ProblemKind.EmptyOrder),
            _ => new LineProblem(
                firstLine,
                string.Create(CultureInfo.InvariantCulture, $"order {id} is left out: it has {_lines.Count} lines; at most {ContractLimits.Lines} are allowed"),
                ProblemKind.Error),
        };

        public LineProblem? Add(CsvRecord record, ColumnMap columns)
        {
            if (record.Damage is not null)
            {
                return Spoil(record, record.Damage);
            }

            var quantityError = FieldParser.WholeNumber("quantity", columns.Field(record, "quantity")!, out var quantity);
            var timeError = FieldParser.Time("placed_at", columns.Field(record, "placed_at")!, out var time);
            var isNegative = quantity < 0;
            if (isNegative && !isReturn && !takesWriteOffs && (quantityError ?? timeError) is null && id.Length > 0)
            {
                return new LineProblem(
                    record.Line,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"order {id} has a negative quantity, {quantity}, which is no order; the line is left out, unless --write-offs takes it as an adjustment or --return-prefix the id as a return"),
                    ProblemKind.Negative);
            }

            var units = isNegative ? -Math.Max(quantity, -long.MaxValue) : quantity;
            var line = new StockLine(columns.Field(record, "sku")!, units, columns.Field(record, "location") is { Length: > 0 } location ? location : null);
            var error = quantityError ?? timeError ?? LineRules.Check(id, time, line);
            if (error is not null)
            {
                return Spoil(record, error);
            }

            if (isNegative && !isReturn)
            {
                return WriteOff(record, time, line);
            }

            _time = _lines.Count == 0 ? time : _time;
            _lines.Add(line);
            return null;
        }

        private LineProblem? WriteOff(CsvRecord record, DateTimeOffset time, StockLine line)
        {
            var key = new LevelKey(line.Sku, line.Location ?? ContractLimits.DefaultLocation);
            var before = _writeOffs.TryGetValue(key, out var earlier)
                ? earlier
                : new StockAdjusted(WriteOffId.Of(id, key), time, line.Sku, 0, WriteOffReason, line.Location);
            var after = before with { Delta = before.Delta - line.Quantity };
            _writeOffs[key] = after;
            return MessageValidator.Validate(after) is { IsValid: false } broken ? Spoil(record, broken.Errors[0]) : null;
        }

        private LineProblem Spoil(CsvRecord record, string error)
        {
            _isSpoilt = true;
            return new LineProblem(record.Line, id.Length > 0 ? $"{error}; order {id} is left out" : error, ProblemKind.Error);
        }

        public OrderPlaced ToOrder() => new(id, _time, _lines);

        public StockReceived ToReturn() => new(id, _time, _lines, ReceiptReason.Return);
    }
}
