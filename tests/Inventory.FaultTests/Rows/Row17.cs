using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Rows;

internal sealed class Row17 : FaultRow
{
    public override int Number => 17;

    public override string Sentence => "all connections to RabbitMQ are closed in a loop, or it is stopped or killed, amid publishing";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        if (random.Next(2) == 0)
        {
            await ServerAway.StrikeAsync(rig, Server.RabbitMq, ServerAway.AnyEnding(random), () => PauseAsync(random, 0, 1));
            return;
        }

        for (var wave = 0; wave < 5; wave++)
        {
            await rig.Space.Queues.CloseConnectionsAsync();
            rig.History.Fault("all connections to RabbitMQ are closed");
            await PauseAsync(random, 0.3, 1.5);
        }
    }
}
