using Inventory.Contracts;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.IntegrationTests.Examples;

public sealed class NodeExampleTests(NodeExample example, TestServers servers) : ExampleTests(example, servers), IClassFixture<NodeExample>;

public sealed class PythonExampleTests(PythonExample example, TestServers servers) : ExampleTests(example, servers), IClassFixture<PythonExample>;

public sealed class DotnetExampleTests(DotnetExample example, TestServers servers) : ExampleTests(example, servers), IClassFixture<DotnetExample>;

/// <summary>What every example does. Each publishes to a worker that runs, ten of A and of B in stock.</summary>
public abstract class ExampleTests(Example example, TestServers servers)
{
    private const string PlacedAt = "2026-01-02T12:00:00Z";

    [Fact]
    public async Task It_publishes_an_order_and_tells_that_it_is_committed_as_often_as_it_is_sent()
    {
        SkipWhereSomethingIsMissing();

        var first = await example.RunAsync(example.Space, "committed", "A", "1", PlacedAt);
        var again = await example.RunAsync(example.Space, "committed", "A", "1", PlacedAt);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Matches("^committed published, placed at .*\ncommitted committed: 1 of A at default, version 2\n$", first.Output);
        Assert.Equal((first.ExitCode, first.Output), (again.ExitCode, again.Output));
        Assert.Single(example.Space.Subscriber.Distinct<StockCommitted>(), answer => answer.OrderId == "committed");
    }

    [Fact]
    public async Task It_tells_that_an_order_is_rejected_and_why()
    {
        SkipWhereSomethingIsMissing();

        var run = await example.RunAsync(example.Space, "rejected", "unheard of", "11");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.EndsWith("\nrejected rejected, UnknownSku: 11 of unheard of at default, 0 available\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_wait_for_ever_for_an_order_whose_id_stands_for_another()
    {
        SkipWhereSomethingIsMissing();
        await example.Space.Publisher.PublishAsync(Given.Order("contradicted", ("B", 1)));
        await example.Space.Subscriber.HearsAsync<StockCommitted>(answer => answer.OrderId == "contradicted");

        var run = await example.RunAsync(example.Space, "contradicted", "B", "2");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.StartsWith("No answer within 10 s.", run.Errors, StringComparison.Ordinal);
        await example.Space.Queues.SeesPoisonAsync(QueueInspector.OrderErrors, 1);
    }

    [Fact]
    public async Task It_tells_when_no_queue_takes_orders()
    {
        SkipWhereSomethingIsMissing();
        await using var withoutWorkers = await servers.OpenSpaceAsync();

        var run = await example.RunAsync(withoutWorkers, "o-1", "A", "1");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal("No queue takes orders: no worker has ever run on this broker.\n", run.Errors);
    }

    [Fact]
    public async Task It_explains_itself()
    {
        SkipWhereSomethingIsMissing();

        var run = await example.RunAsync(example.Space, "o-1", "A", "many");

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.StartsWith("usage: ", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private void SkipWhereSomethingIsMissing() => Assert.SkipWhen(example.Missing is not null, example.Missing ?? "");
}
