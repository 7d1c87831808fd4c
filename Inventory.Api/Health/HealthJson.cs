using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inventory.Api.Health;

/// <summary>How reports of health are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LivenessReport))]
[JsonSerializable(typeof(ReadinessReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
