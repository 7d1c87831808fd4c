namespace Inventory.FaultTests.Rows;

/// <summary>All rows that there are.</summary>
internal static class Table
{
    /// <summary>New ones: some remember what they have done.</summary>
    public static IReadOnlyList<FaultRow> NewRows() =>
    [
        new Row01(), new Row02(), new Row03(), new Row04(), new Row05(), new Row06(), new Row07(), new Row08(), new Row09(), new Row10(),
        new Row11(), new Row12(), new Row13(), new Row14(), new Row15(), new Row16(), new Row17(), new Row18(), new Row19(), new Row20(), new Row21(), new Row22(),
        new Row23(), new Row24(), new Row25(), new Row26(), new Row27(), new Row28(),
    ];
}
