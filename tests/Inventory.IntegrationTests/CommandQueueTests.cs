using Inventory.Stock.Decisions;
using Inventory.Worker.Pipeline;

namespace Inventory.IntegrationTests;

public sealed class CommandQueueTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 500)]
    [InlineData(50, 100)]
    [InlineData(0, 200)] // the whole of an order, however long
    public async Task A_group_is_as_many_commands_as_have_the_most_lines_together(int lines, int commands)
    {
        var queue = new CommandQueue(maxCommands: 500, maxLines: 5_000);
        for (var number = 0; number < 600; number++)
        {
            queue.Add(new PendingCommand(new ShipOrder(
                $"o-{number}", "s-1", s_noon, [.. Enumerable.Range(0, lines).Select(line => new LevelQuantity(new LevelKey($"SKU-{line}", "default"), 1))])));
        }

        await foreach (var group in queue.GroupsAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(commands, group.Count);
            break;
        }
    }

    [Fact]
    public async Task A_command_that_nobody_waits_for_any_more_is_passed_over()
    {
        var queue = new CommandQueue(maxCommands: 500, maxLines: 5_000);
        using var consumer = new CancellationTokenSource();
        for (var number = 0; number < 600; number++)
        {
            queue.Add(new PendingCommand(new EndReservation($"v-{number}"), consumer.Token));
        }

        await consumer.CancelAsync();
        var waited = new PendingCommand(new EndReservation("v-600"));
        queue.Add(waited);

        await foreach (var group in queue.GroupsAsync(TestContext.Current.CancellationToken))
        {
            Assert.Same(waited, Assert.Single(group));
            break;
        }
    }
}
