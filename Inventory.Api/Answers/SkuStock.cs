using System.Text.Json;
using Inventory.Stock.Cache;

namespace Inventory.Api.Answers;

/// <summary>The levels of a SKU, by location, none where it is not stocked; and how they are answered, made once for all who ask.</summary>
internal sealed class SkuStock(string sku, IReadOnlyList<LevelReading> levels)
{
    public string Sku => sku;

    public IReadOnlyList<LevelReading> Levels => levels;

    /// <summary>The validator of the answer.</summary>
    public string Tag => field ??= StockETag.Of(levels);

    public byte[] Json => field ??= JsonSerializer.SerializeToUtf8Bytes(StockResponse.From(sku, levels), AnswerJson.Default.StockResponse);
}
