using System.Buffers;
using System.Text.Json;
using Inventory.Api.Answers;
using Inventory.Api.Reads;
using Inventory.Stock.Validation;

namespace Inventory.Api.Endpoints;

/// <summary><c>GET /stock?sku=a&amp;sku=b…</c>: the stock of several SKUs.</summary>
internal static class GetStockList
{
    public const string Name = "GetStockList";
    private const int MostSkus = 200;

    public static void Map(RouteGroupBuilder stock) => stock.MapGet("", HandleAsync)
        .WithName(Name)
        .WithSummary("The stock of up to 200 SKUs")
        .Produces<StockListResponse>();

    private static async Task HandleAsync(string[] sku, HttpContext http, StockLookup lookup)
    {
        var errors = Check(sku);
        if (errors.Count > 0)
        {
            await StockProblems.Malformed(errors).ExecuteAsync(http);
            return;
        }

        var found = await lookup.FindAsync([.. sku.Distinct(StringComparer.Ordinal)], http.RequestAborted);
        var isAllCached = found.All(answer => answer.Source == StockSource.Cache);
        StockEndpoints.Describe(http.Response, isAllCached ? StockSource.Cache : StockSource.Store);
        var json = Write(found);
        await StockEndpoints.BeginJson(http.Response, json.Length).WriteAsync(json);
    }

    /// <summary>A <see cref="StockListResponse"/> of items that are JSON already.</summary>
    private static ReadOnlyMemory<byte> Write(IReadOnlyList<StockReading> found)
    {
        // With room for the items and a little besides, so that it need not grow.
        var json = new ArrayBufferWriter<byte>(found.Sum(answer => answer.Levels.Count > 0 ? answer.Stock.Json.Length + 1 : 0) + 256);
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var (stock, _) in found.Where(answer => answer.Levels.Count > 0))
        {
            writer.WriteRawValue(stock.Json, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("missing");
        foreach (var (stock, _) in found.Where(answer => answer.Levels.Count == 0))
        {
            writer.WriteStringValue(stock.Sku);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenMemory;
    }

    private static List<string> Check(string[] skus)
    {
        if (skus.Length is < 1 or > MostSkus)
        {
            return [$"{skus.Length} SKUs are asked for; it must be 1 to {MostSkus}, as ?sku=A&sku=B"];
        }

        var errors = new List<string>();
        for (var i = 0; i < skus.Length; i++)
        {
            LevelNameRules.CheckSku(FieldName.Of("sku", i), skus[i], errors);
        }

        return errors;
    }
}
