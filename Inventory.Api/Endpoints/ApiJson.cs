using System.Text.Json;
using System.Text.Json.Serialization;
using Inventory.Api.Health;
using Microsoft.AspNetCore.Mvc;

namespace Inventory.Api.Endpoints;

/// <summary>How answers are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StockResponse))]
[JsonSerializable(typeof(StockListResponse))]
[JsonSerializable(typeof(MovementsResponse))]
[JsonSerializable(typeof(LivenessReport))]
[JsonSerializable(typeof(ReadinessReport))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;
