using System.Globalization;

namespace Inventory.Stock.Validation;

/// <summary>How a sentence about a field names it. It is put together for that sentence only: nearly all fields are as they must be.</summary>
public readonly record struct FieldName
{
    private readonly string _name;
    private readonly int? _index;
    private readonly string? _part;

    private FieldName(string name, int? index, string? part) => (_name, _index, _part) = (name, index, part);

    public static implicit operator FieldName(string name) => new(name, null, null);

    /// <summary>One of several in a field, or a part of that one: <c>Lines[2]</c>, <c>Lines[2].Sku</c>.</summary>
    public static FieldName Of(string list, int index, string? part = null) => new(list, index, part);

    public override string ToString() => (_index, _part) switch
    {
        (null, _) => _name,
        (var index, null) => string.Create(CultureInfo.InvariantCulture, $"{_name}[{index}]"),
        var (index, part) => string.Create(CultureInfo.InvariantCulture, $"{_name}[{index}].{part}"),
    };
}
