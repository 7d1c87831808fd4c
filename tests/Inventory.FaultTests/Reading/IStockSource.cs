using Inventory.FaultTests.Checking;

namespace Inventory.FaultTests.Reading;

/// <summary>Who can be asked for stock: the API, or Redis itself.</summary>
internal interface IStockSource
{
    string Name { get; }

    /// <summary>The levels of a SKU by their ids; null where there was no answer.</summary>
    Task<IReadOnlyDictionary<string, LevelState>?> ReadAsync(string sku);
}
