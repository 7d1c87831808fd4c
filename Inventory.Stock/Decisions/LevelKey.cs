namespace Inventory.Stock.Decisions;

/// <summary>Names a level: the stock of one SKU at one location. Neither part may contain a colon.</summary>
public readonly record struct LevelKey(string Sku, string Location)
{
    /// <summary>The id of the level's document: <c>SKU:LOCATION</c>.</summary>
    public string Id => $"{Sku}:{Location}";

    public static LevelKey Parse(string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return new LevelKey(id[..colon], id[(colon + 1)..]);
    }

    public override string ToString() => Id;
}
