using System.Globalization;
using Inventory.Api.Answers;
using Inventory.Api.Reads;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Validation;

namespace Inventory.Api.Endpoints;

/// <summary><c>GET /stock/{sku}/movements</c>: the ledger of one level.</summary>
internal static class GetMovements
{
    public const string Name = "GetMovements";
    public const int MostMovements = 1_000;
    private const int Movements = 100;

    public static void Map(RouteGroupBuilder stock) => stock.MapGet("/{sku}/movements", HandleAsync)
        .WithName(Name)
        .WithSummary("The movements of one SKU at one location, newest first")
        .Produces<MovementsResponse>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        string sku, string? location, string? beforeVersion, string? limit, HttpContext http, StoredStock store)
    {
        var errors = new List<string>();
        var key = new LevelKey(SkuInPath.Decode(http, sku), location ?? ContractLimits.DefaultLocation);
        LevelNameRules.CheckSku(nameof(sku), key.Sku, errors);
        LevelNameRules.CheckLocation(nameof(location), key.Location, errors);
        var before = Number(nameof(beforeVersion), beforeVersion, long.MaxValue, long.MaxValue, errors);
        var most = (int)Number(nameof(limit), limit, Movements, MostMovements, errors);
        if (errors.Count > 0)
        {
            return StockProblems.Malformed(errors);
        }

        var entries = await store.ReadLedgerAsync(key, before, most, http.RequestAborted);
        if (entries.Count == 0 && beforeVersion is null)
        {
            return StockProblems.NotStocked(new StockQuestion(key.Sku, key.Location));
        }

        // Version 1 is the first movement of every level, so a page that ends there is the last.
        StockEndpoints.Describe(http.Response, StockSource.Store);
        return TypedResults.Ok(new MovementsResponse(
            key.Sku, key.Location, [.. entries.Select(MovementResponse.From)], entries is [.., { Version: > 1 and var last }] ? last : null));
    }

    private static long Number(string name, string? text, long absent, long most, List<string> errors)
    {
        if (text is null)
        {
            return absent;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > most)
        {
            errors.Add(most == long.MaxValue
                ? $"{name} '{text}' is not a whole number from 1"
                : string.Create(CultureInfo.InvariantCulture, $"{name} '{text}' is not a whole number from 1 to {most}"));
        }

        return number;
    }
}
