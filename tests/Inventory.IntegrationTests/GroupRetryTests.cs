using Inventory.Stock.Decisions;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using Inventory.Worker.Pipeline;
using Npgsql;

namespace Inventory.IntegrationTests;

public sealed class GroupRetryTests(TestServers servers)
{
    [Fact]
    public async Task A_command_that_others_are_in_the_way_of_time_and_again_is_not_taken_for_poison()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await InProcessWorker.StartAsync(space.Connections, ("ShortestPause", "00:00:00.010"));
        var command = new PendingCommand(new EndReservation("v-1"));
        var collisions = 0;

        await worker.Service<GroupRetry>().RunAsync([command], SettleAsync, TestContext.Current.CancellationToken);

        Assert.True(command.Settled.IsCompletedSuccessfully);

        Task SettleAsync(IReadOnlyList<PendingCommand> group, CancellationToken cancellationToken)
        {
            if (++collisions < 20)
            {
                throw new PostgresException("", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation);
            }

            group[0].Settle();
            return Task.CompletedTask;
        }
    }
}
