using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Inventory.Api.Answers;

/// <summary>How answers are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StockResponse))]
[JsonSerializable(typeof(StockListResponse))]
[JsonSerializable(typeof(MovementsResponse))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class AnswerJson : JsonSerializerContext;
