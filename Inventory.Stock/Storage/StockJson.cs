using System.Text.Json.Serialization;
using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Storage;

/// <summary>How documents and outcomes are written to PostgreSQL; Marten reads with the same rules.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StockLevel))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Reservation))]
[JsonSerializable(typeof(StockCommitted))]
[JsonSerializable(typeof(StockRejected))]
[JsonSerializable(typeof(StockReleased))]
[JsonSerializable(typeof(StockShipped))]
[JsonSerializable(typeof(StockCountRejected))]
[JsonSerializable(typeof(StockReserved))]
[JsonSerializable(typeof(ReservationRejected))]
[JsonSerializable(typeof(ReservationReleased))]
[JsonSerializable(typeof(ReservationExpired))]
internal sealed partial class StockJson : JsonSerializerContext;
