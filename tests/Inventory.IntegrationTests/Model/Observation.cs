using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Contracts;

namespace Inventory.IntegrationTests.Model;

/// <summary>A ledger entry: the movement, who caused it, and the commit it was part of.</summary>
internal sealed record LedgerRow(ModelMovement Movement, ChangeCause Cause, Guid CommitId)
{
    public override string ToString() => $"{Movement} by {Cause.MessageType} {Cause.Id} in {CommitId:N}";
}

/// <summary>A recorded operation, and the events that are recorded as its answer.</summary>
internal sealed record RecordedOperation(string Id, IReadOnlyList<object> Events)
{
    public string MessageType => Id.Split('/', 2)[0];

    /// <summary>What its sender calls it; an order's step comes after the order, behind a tab.</summary>
    public string Name => Id.Split('/', 2)[1];

    public override string ToString() => $"{Id.Replace('\t', ' ')}: {string.Join(", ", Events.Select(EventText.Of))}";
}

/// <summary>What is stored of one sequence.</summary>
/// <param name="Levels">The documents of levels, each written as the model writes a level.</param>
/// <param name="Orders">The documents of orders, likewise.</param>
/// <param name="Reservations">The documents of reservations, likewise.</param>
/// <param name="Ledger">Per level, in the order of versions.</param>
internal sealed record StoredSequence(
    IReadOnlyList<ModelLevel> Levels,
    IReadOnlyList<string> Orders,
    IReadOnlyList<string> Reservations,
    ILookup<string, LedgerRow> Ledger,
    IReadOnlyList<RecordedOperation> Operations)
{
    public IEnumerable<object> Answers => Operations.SelectMany(operation => operation.Events);
}

/// <summary>Events as texts that are equal where the events are.</summary>
internal static class EventText
{
    private static readonly string[] s_timesOfRecording =
    [
        nameof(StockCommitted.CommittedAt), nameof(StockRejected.RejectedAt), nameof(StockReleased.ReleasedAt), nameof(StockReserved.ReservedAt),
        nameof(ReservationExpired.ExpiredAt),
    ];

    /// <summary>An event of the contract from its JSON.</summary>
    public static object Parse(string type, JsonElement json) =>
        json.Deserialize(typeof(OrderPlaced).Assembly.GetType($"Inventory.Contracts.{type}", throwOnError: true)!, JsonSerializerOptions.Web)!;

    public static string Of(object happened) => $"{happened.GetType().Name} {JsonSerializer.Serialize(happened, happened.GetType())}";

    /// <summary>All but when it was recorded, which no model knows.</summary>
    public static string Foreseeable(object happened)
    {
        var fields = JsonSerializer.SerializeToNode(happened, happened.GetType())!.AsObject();
        foreach (var time in s_timesOfRecording)
        {
            fields.Remove(time);
        }

        return $"{happened.GetType().Name} {fields.ToJsonString()}";
    }
}
