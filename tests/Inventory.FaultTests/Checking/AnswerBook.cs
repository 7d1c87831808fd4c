using System.Collections.Concurrent;
using System.Text.Json;
using Inventory.Contracts;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Checking;

/// <summary>
/// The events that were heard. An answer tells of versions that its worker has written to Redis before it told; who reads after
/// having heard it must see them. A report of a whole commit may come early: a repeated message has the report of its commit
/// published again, while another worker may still be about to write that commit's other levels. One MessageId has one content,
/// however often it comes.
/// </summary>
internal sealed class AnswerBook : IDisposable
{
    private readonly ConcurrentDictionary<Guid, (string Content, string? About)> _contents = new();
    private readonly ConcurrentDictionary<string, string> _answered = new();
    private readonly ConcurrentDictionary<string, bool> _committed = new();
    private readonly History _history;
    private readonly Subscriber _subscriber;

    public AnswerBook(History history, Subscriber subscriber)
    {
        (_history, _subscriber) = (history, subscriber);
        subscriber.Heard += Record;
    }

    /// <summary>How many different events were heard.</summary>
    public int Count => _contents.Count;

    /// <summary>Whether an order, a cancellation, a shipment or what was asked for a reservation was answered.</summary>
    public bool IsAnswered(string operationId) => _answered.ContainsKey(operationId);

    /// <summary>Whether an order got its stock.</summary>
    public bool IsCommitted(string orderId) => _committed.GetValueOrDefault(orderId);

    /// <summary>These operations are lost: they may be done anew, and what was told of their orders and reservations may be told otherwise.</summary>
    public void Forget(IReadOnlySet<string> operations)
    {
        foreach (var operation in operations)
        {
            _answered.TryRemove(operation, out _);
            if (operation.StartsWith($"{nameof(OrderPlaced)}/", StringComparison.Ordinal))
            {
                _committed.TryRemove(About(operation), out _);
            }
        }

        var abouts = operations.Select(About).ToHashSet();
        foreach (var told in _contents.Where(told => told.Value.About is { } about && abouts.Contains(about)))
        {
            _contents.TryRemove(told);
        }
    }

    public void Dispose() => _subscriber.Heard -= Record;

    /// <summary>The order or the reservation that an operation is about, where it is about one.</summary>
    private static string About(string operationId) => operationId.Split('/', 2)[1].Split('\t')[0];

    private void Record(string type, Guid messageId, JsonElement message)
    {
        var content = message.GetRawText();
        var about = message.TryGetProperty("orderId", out var id) || message.TryGetProperty("reservationId", out id) ? id.GetString() : null;
        if (_contents.GetOrAdd(messageId, (content, about)).Content is var known && known != content)
        {
            _history.Violate('D', $"{type} {messageId} was told in two ways: {known} and {content}");
        }

        switch (type)
        {
            case nameof(StockLevelsChanged):
                foreach (var change in message.Deserialize<StockLevelsChanged>(JsonSerializerOptions.Web)!.Changes)
                {
                    Report(change);
                }

                break;
            case nameof(StockCommitted):
                var committed = message.Deserialize<StockCommitted>(JsonSerializerOptions.Web)!;
                Answer($"{nameof(OrderPlaced)}/{committed.OrderId}", type);
                _committed[committed.OrderId] = true;
                Announce($"{type} {committed.OrderId}", committed.Lines.Select(line => (line.Sku, line.Location, line.Version)));
                break;
            case nameof(StockRejected):
                Answer($"{nameof(OrderPlaced)}/{about}", type);
                break;
            case nameof(StockReleased):
                var released = message.Deserialize<StockReleased>(JsonSerializerOptions.Web)!;
                Answer(Messages.OperationId(new OrderCancelled(released.OrderId, default, released.CancellationId)), type);
                Announce($"{type} {released.OrderId}", released.Lines.Where(line => line.Quantity > 0).Select(line => (line.Sku, line.Location, line.Version)));
                break;
            case nameof(StockShipped):
                var shipped = message.Deserialize<StockShipped>(JsonSerializerOptions.Web)!;
                _answered[Messages.OperationId(new OrderShipped(shipped.OrderId, shipped.ShipmentId, default))] = type;
                Announce($"{type} {shipped.OrderId}", shipped.Lines.Where(line => line.Quantity > 0).Select(line => (line.Sku, line.Location, line.Version)));
                break;
            case nameof(StockReserved):
                var reserved = message.Deserialize<StockReserved>(JsonSerializerOptions.Web)!;
                Answer($"{nameof(ReserveStock)}/{reserved.ReservationId}", type);
                Announce($"{type} {reserved.ReservationId}", Moved(reserved.Lines));
                break;
            case nameof(ReservationRejected):
                Answer($"{nameof(ReserveStock)}/{about}", type);
                break;
            case nameof(ReservationReleased):
                var given = message.Deserialize<ReservationReleased>(JsonSerializerOptions.Web)!;
                Answer($"{nameof(ReleaseReservation)}/{given.ReservationId}", type);
                Announce($"{type} {given.ReservationId}", Moved(given.Lines));
                break;
            case nameof(ReservationExpired):
                var expired = message.Deserialize<ReservationExpired>(JsonSerializerOptions.Web)!;
                Announce($"{type} {expired.ReservationId}", Moved(expired.Lines));
                break;
        }
    }

    private void Answer(string operationId, string type)
    {
        if (_answered.GetOrAdd(operationId, type) != type)
        {
            _history.Violate('D', $"{operationId} was answered with {_answered[operationId]} and with {type}");
        }
    }

    private static IEnumerable<(string Sku, string Location, long Version)> Moved(IEnumerable<ReservedLine> lines) =>
        lines.Select(line => (line.Sku, line.Location, line.Version));

    /// <summary>Only of levels that this one moved: another worker may be about to write the others.</summary>
    private void Announce(string who, IEnumerable<(string Sku, string Location, long Version)> levels)
    {
        foreach (var (sku, location, version) in levels)
        {
            _history.Level(Messages.LevelId(sku, location)).Tell(version, who);
        }
    }

    private void Report(LevelChange change)
    {
        var level = _history.Level(Messages.LevelId(change.Sku, change.Location));
        var state = new LevelState(change.Version, change.OnHand, change.Committed, change.Reserved, change.Available);
        if (level.Contradicts(state) is { } other)
        {
            _history.Violate('M', $"a report tells of {level.Id} {state}, which was {other} before", level);
        }

        level.Tell(change.Version, "a report");
    }
}
