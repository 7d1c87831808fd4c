using System.Globalization;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;

namespace Inventory.Worker.Messaging.Events;

/// <summary>What there is to tell of a group that has been settled, each under an id that a redelivery derives again.</summary>
internal static class SettledEvents
{
    public static List<OutgoingEvent> Of(IReadOnlyCollection<Verdict> verdicts, IEnumerable<CommittedChanges> commits)
    {
        var events = new List<OutgoingEvent>(verdicts.Count + 1);
        foreach (var commit in commits)
        {
            Add(events, commit.Event, commit.CommitId.ToString());
            for (var i = 0; i < commit.Crossings.Count; i++)
            {
                Add(events, commit.Crossings[i], string.Create(CultureInfo.InvariantCulture, $"{commit.CommitId}/{i}"));
            }
        }

        foreach (var verdict in verdicts)
        {
            var outcome = verdict switch
            {
                Verdict.Applied applied => applied.Decision.Outcome,
                Verdict.Repeated repeated => repeated.Outcome,
                _ => Outcome.Recorded,
            };
            for (var i = 0; i < outcome.Events.Length; i++)
            {
                Add(events, outcome.Events[i], string.Create(CultureInfo.InvariantCulture, $"{verdict.Command.OperationId}/{i}"));
            }
        }

        return events;
    }

    private static void Add(List<OutgoingEvent> events, object message, string name) =>
        events.Add(new OutgoingEvent(DerivedId.From(message.GetType().Name, name), message));
}
