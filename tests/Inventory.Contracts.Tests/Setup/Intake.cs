using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Worker.Consumers;
using MassTransit.Serialization;

namespace Inventory.Contracts.Tests.Setup;

/// <summary>What the worker does with plain JSON: reads it as MassTransit does, and validates it.</summary>
internal abstract class Intake
{
    public static Intake Of(Type message) => (Intake)Activator.CreateInstance(typeof(IntakeOf<>).MakeGenericType(message))!;

    public bool Accepts(JsonNode json) => Understood(json) is not null;

    /// <summary>The message as it was understood; null if it was refused.</summary>
    public abstract string? Understood(JsonNode json);

    private sealed class IntakeOf<T> : Intake
    {
        private readonly ReadCommand<T> _read = ContractMessages.ReaderOf<T>();

        public override string? Understood(JsonNode json)
        {
            try
            {
                return json.Deserialize<T>(SystemTextJsonMessageSerializer.Options) is { } message && _read(message).IsValid
                    ? JsonSerializer.Serialize(message, JsonSerializerOptions.Web)
                    : null;
            }
            catch (JsonException)
            {
                return null; // the error queue, all the same
            }
        }
    }
}
