using Inventory.FaultTests.Rig;
using Inventory.Testing;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Rows;

internal sealed class Row18 : FaultRow
{
    private const int Restarts = 30;
    private const int Backlog = 2_000;

    /// <summary>
    /// By policy, of which the lower counts: so low that many messages pass it within 30 restarts, and so high that these are not
    /// enough for one to be taken for a message that kills workers.
    /// </summary>
    private const int Limit = 5;

    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    public override int Number => 18;

    public override string Sentence => "30 rolling restarts with a backlog: what comes back more often than the delivery limit allows is kept";

    public override int Strikes => 1;

    public override bool IsShort => false;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        await rig.Space.Queues.LimitReturnsAsync(QueueInspector.Orders, Limit);
        await rig.Space.Queues.WitnessAsync(QueueInspector.Net);
        Slow(rig, s_slow);
        await Eventually.SeesAsync(() => rig.Space.Queues.UnsettledAsync(QueueInspector.Orders), orders => orders >= Backlog, s_patience);
        await rig.EndLoadAsync();
        var starting = Task.CompletedTask;
        for (var restart = 0; restart < Restarts; restart++)
        {
            var worker = rig.Workers[restart % rig.Workers.Count];
            rig.History.Fault($"restart {restart + 1}: worker {rig.NumberOf(worker)} is asked to stop");
            await rig.StopAsync(worker);
            await starting;
            starting = StartAsync(worker);
            await PauseAsync(random, 0, 0.3);
        }

        await starting;
        Slow(rig, TimeSpan.Zero);
        var returned = await rig.Space.Queues.ReadyAsync(QueueInspector.Witness);
        rig.History.Fault($"{returned} times a message passed the limit");
        Assert.True(returned > 0, "No message has passed the limit.");

        // The net puts back one after the other what came more than once.
        foreach (var queue in (string[])[QueueInspector.Net, QueueInspector.Orders])
        {
            await Eventually.SeesAsync(() => rig.Space.Queues.UnsettledAsync(queue), unsettled => unsettled == 0, s_patience);
        }

        rig.Busy();
    }

    private static async Task StartAsync(RigWorker worker)
    {
        worker.Redis.ReplyDelay = TimeSpan.Zero;
        await worker.StartAsync();
        worker.Redis.ReplyDelay = s_slow;
    }

    private static void Slow(FaultRig rig, TimeSpan delay)
    {
        foreach (var worker in rig.Workers)
        {
            worker.Redis.ReplyDelay = delay;
        }
    }
}
