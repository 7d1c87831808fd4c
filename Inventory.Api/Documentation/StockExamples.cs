using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Api.Answers;
using Inventory.Api.Endpoints;
using Inventory.Stock.Cache;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Inventory.Api.Documentation;

/// <summary>Examples, headers and parameters of the stock operations.</summary>
internal sealed class StockExamples : IOpenApiOperationTransformer
{
    private static readonly StockResponse Lantern = StockResponse.From("85123A",
    [
        new LevelReading("default", OnHand: 120, Committed: 35, Reserved: 5, Available: 80, Version: 48),
        new LevelReading("north", OnHand: 40, Committed: 0, Reserved: 0, Available: 40, Version: 3),
    ]);

    private static readonly MovementsResponse Shipment = new("85123A", "default",
    [
        new MovementResponse(
            48, "Shipped", new CountersResponse(-6, -6, 0), new CountersResponse(120, 35, 5), Available: 80,
            new CauseResponse("OrderShipped", "S-1", "536365"), Reason: null, Actor: null,
            new DateTimeOffset(2010, 12, 1, 16, 30, 0, TimeSpan.Zero), new DateTimeOffset(2010, 12, 1, 16, 30, 1, TimeSpan.Zero)),
    ],
    NextBeforeVersion: 48);

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var notes = new OperationNotes(operation);
        if (operation.OperationId == GetStock.Name)
        {
            DescribeOne(notes);
        }
        else if (operation.OperationId == GetStockList.Name)
        {
            DescribeList(notes);
        }
        else if (operation.OperationId == GetMovements.Name)
        {
            DescribeMovements(notes);
        }
        else
        {
            return Task.CompletedTask;
        }

        notes.Header(503, "Retry-After", "Seconds to wait before asking again.", "1");
        notes.Problem(503, "Neither Redis nor PostgreSQL can answer at the moment.");
        return Task.CompletedTask;
    }

    private static void DescribeOne(OperationNotes notes)
    {
        notes.Parameter("sku", "1 to 64 characters: no control characters, none of { } :, no space at either end. Case-sensitive.", "85123A");
        notes.Parameter("location", "Only this location, 1 to 32 characters; the totals are its own.", "default");
        var minVersion = notes.Parameter(
            "minVersion", "Read your own write: this version of the level at the location, or a later one. Waits for it briefly.", 48);
        minVersion.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" };
        notes.Header(200, "ETag", "Changes with any version shown. Sent back as If-None-Match it is answered by 304.", "\"2c624232cdd22177\"");
        notes.Header(200, "X-Stock-Source", "cache (Redis) or store (PostgreSQL).", "cache");
        notes.Example(200, JsonSerializer.SerializeToNode(Lantern, AnswerJson.Default.StockResponse));
        notes.Problem(400, "sku 'a:b' contains one of { } :.");
        notes.Problem(404, "SKU '85123B' is not stocked.");
    }

    private static void DescribeMovements(OperationNotes notes)
    {
        notes.Parameter("sku", "1 to 64 characters, as for its stock.", "85123A");
        notes.Parameter("location", "1 to 32 characters; absent means default.", "default");
        var beforeVersion = notes.Parameter("beforeVersion", "Only movements to versions below this one: nextBeforeVersion of the page before.", 48);
        beforeVersion.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" };
        var limit = notes.Parameter("limit", "At most so many movements; absent means 100.", 100);
        limit.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = GetMovements.MostMovements.ToString(CultureInfo.InvariantCulture),
        };
        notes.Header(200, "X-Stock-Source", "Always store (PostgreSQL).", "store");
        notes.Example(200, JsonSerializer.SerializeToNode(Shipment, AnswerJson.Default.MovementsResponse));
        notes.Problem(400, "limit '0' is not a whole number from 1 to 1000.");
        notes.Problem(404, "SKU '85123B' is not stocked at 'default'.");
    }

    private static void DescribeList(OperationNotes notes)
    {
        notes.Parameter("sku", "1 to 200 SKUs, each as a parameter of its own: ?sku=85123A&sku=71053.", new JsonArray("85123A", "71053"));
        notes.Header(200, "X-Stock-Source", "cache (Redis) if it answered for every SKU, otherwise store (PostgreSQL).", "cache");
        notes.Example(200, JsonSerializer.SerializeToNode(new StockListResponse([Lantern], ["71053"]), AnswerJson.Default.StockListResponse));
        notes.Problem(400, "201 SKUs are asked for; it must be 1 to 200, as ?sku=A&sku=B.");
    }
}
