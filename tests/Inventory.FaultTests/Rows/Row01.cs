using Inventory.FaultTests.Load;
using Inventory.FaultTests.Rig;
using Inventory.Testing.Faults;

namespace Inventory.FaultTests.Rows;

internal sealed class Row01 : FaultRow
{
    private static readonly Step[] s_steps =
    [
        new("before its transaction", worker => worker.Postgres, proxy => proxy.HoldAt("FOR UPDATE")),
        new("inside its transaction", worker => worker.Postgres, proxy => proxy.HoldAt(Wire.Commit)),
        new("after COMMIT, of which it does not know", worker => worker.Postgres, proxy => proxy.HoldReplyTo(Wire.Commit)),
        new("after COMMIT, before Redis", worker => worker.Redis, proxy => proxy.HoldAt(Wire.RedisWrite)),
        new("after Redis, of which it does not know", worker => worker.Redis, proxy => proxy.HoldReplyTo(Wire.RedisWrite)),
        new("after Redis, before it reports", worker => worker.RabbitMq, proxy => proxy.HoldAt("StockLevelsChanged")),
        new("after its answer, before its acknowledgement", worker => worker.RabbitMq, proxy => proxy.HoldAt(Wire.Acknowledgement)),
    ];

    private readonly Queue<(Step Step, bool InSilence)> _left = new();

    public override int Number => 1;

    public override string Sentence => "a worker is killed at each step, under load and where nothing comes after";

    public override int Strikes => 2 * s_steps.Length;

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var (step, inSilence) = Next(random);
        var worker = rig.Workers[0];
        var proxy = step.Where(worker);
        if (inSilence)
        {
            await rig.RestAsync();
        }

        step.Arm(proxy);
        await Eventually.SeesAsync(
            async () => IsThere() || (inSilence && await SendOneAsync()), isThere => isThere, what: "the worker", condition: $"is {step.Name}");
        await PauseAsync(random, 0, 0.4);
        await worker.KillAsync();
        rig.History.Fault($"worker 0 is killed {step.Name}{(inSilence ? ", and nothing comes after" : "")}");
        if (inSilence)
        {
            // What it leaves behind only its own messages' return can mend.
            await rig.RestAsync();
            rig.Busy();
        }

        await PauseAsync(random, 0, 0.5);
        await worker.StartAsync();

        bool IsThere() => proxy.IsHolding || proxy.IsHoldingReply;

        // One alone: the next one of its level would mend what the worker leaves undone. Any of the three may get it.
        async Task<bool> SendOneAsync()
        {
            var order = Given.Order(rig.Shop.NewName(), (Assortment.AnySku(random), 1));
            await rig.Shop.SendAsync(order);
            await Eventually.SeesAsync(() => IsThere() || rig.IsAnswered(order), isDone => isDone);
            return IsThere();
        }
    }

    /// <summary>All of them, in any order, before one comes again.</summary>
    private (Step Step, bool InSilence) Next(Random random)
    {
        if (_left.Count == 0)
        {
            var steps = s_steps.SelectMany(step => ((Step, bool)[])[(step, false), (step, true)]).ToArray();
            random.Shuffle(steps);
            Array.ForEach(steps, _left.Enqueue);
        }

        return _left.Dequeue();
    }

    private sealed record Step(string Name, Func<RigWorker, TcpProxy> Where, Action<TcpProxy> Arm);
}
