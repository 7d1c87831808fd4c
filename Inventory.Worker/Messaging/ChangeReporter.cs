using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>
/// Publishes what database commits did to levels: <see cref="StockLevelsChanged"/> once per commit, and what crossed a line,
/// under ids that are derived from the commit.
/// </summary>
public sealed class ChangeReporter(IBus bus, BrokerLink broker)
{
    public Task ReportAsync(IEnumerable<CommittedChanges> commits) => Task.WhenAll(commits.SelectMany(commit => commit.Crossings
        .Select((crossing, i) => PublishAsync(crossing, $"{commit.CommitId}/{i}"))
        .Prepend(PublishAsync(commit.Event, commit.CommitId.ToString()))));

    private Task PublishAsync(object message, string name) => broker.PublishAsync(bus, message, DerivedId.From(message.GetType().Name, name));
}
