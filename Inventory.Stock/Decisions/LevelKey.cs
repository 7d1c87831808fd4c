namespace Inventory.Stock.Decisions;

/// <summary>Names a level: the stock of one SKU at one location. Neither part may contain a colon.</summary>
public readonly record struct LevelKey(string Sku, string Location)
{
    /// <summary>The order of their ids, by code unit, without putting those together.</summary>
    public static readonly Comparer<LevelKey> ById = Comparer<LevelKey>.Create(Compare);

    /// <summary>The id of the level's document: <c>SKU:LOCATION</c>.</summary>
    public string Id => $"{Sku}:{Location}";

    public static LevelKey Parse(string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return new LevelKey(id[..colon], id[(colon + 1)..]);
    }

    public override string ToString() => Id;

    private static int Compare(LevelKey one, LevelKey other)
    {
        var (sku, otherSku) = (one.Sku, other.Sku);
        var shared = Math.Min(sku.Length, otherSku.Length);
        return string.CompareOrdinal(sku, 0, otherSku, 0, shared) switch
        {
            not 0 and var order => order,
            _ when sku.Length == otherSku.Length => string.CompareOrdinal(one.Location, other.Location),
            _ => (shared < sku.Length ? sku[shared] : ':') - (shared < otherSku.Length ? otherSku[shared] : ':'),
        };
    }
}
