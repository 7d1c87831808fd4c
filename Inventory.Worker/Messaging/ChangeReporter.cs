using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Storage;
using MassTransit;

namespace Inventory.Worker.Messaging;

/// <summary>Publishes <see cref="StockLevelsChanged"/>, one per database commit, under an id derived from the commit.</summary>
public sealed class ChangeReporter(IBus bus, BrokerLink broker)
{
    public Task ReportAsync(IEnumerable<CommittedChanges> commits) => Task.WhenAll(commits.Select(commit =>
        broker.PublishAsync(bus, commit.Event, DerivedId.From(nameof(StockLevelsChanged), commit.CommitId.ToString()))));
}
