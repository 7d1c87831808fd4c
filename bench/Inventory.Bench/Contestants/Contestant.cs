using System.Globalization;
using Inventory.Bench.Measuring;

namespace Inventory.Bench.Contestants;

/// <summary>A program that takes orders from the queue and answers each with one event; pgbench alone makes its orders itself.</summary>
/// <param name="Name">How it is called in results.</param>
/// <param name="Promises">What it does, in a few words.</param>
internal sealed record Contestant(string Name, string Promises)
{
    public static readonly Contestant Inventory = new("inventory", "as shipped, everything on");

    private static readonly Contestant s_wolverine = new(
        "wolverine", "Wolverine's durable inbox and outbox on Marten, optimistic versions, retries, StringSet, one event");

    public static readonly IReadOnlyList<Contestant> All =
    [
        new(Ceiling.Name, "MassTransit, one event per message, nothing else"),
        new(RawCeiling.Name, "the same on RabbitMQ.Client alone"),
        new(FirstHandler.Name, "a Marten session per message, optimistic versions, retries, StringSet, one event"),
        new(Batches.Name, "the same with a MassTransit batch per Marten session"),
        new(PlainSql.Name, "a conditional UPDATE per line, DECRBY, one event; knows no order again"),
        s_wolverine,
        Inventory,
        new(PgBench.Name, "one UPDATE per order by PostgreSQL's own benchmark: no broker, no Redis, no ledger"),
    ];

    /// <summary>Which of all it is, from 0.</summary>
    public static int RankOf(string name) => All.Index().Single(each => each.Item.Name == name).Index;

    public async Task<Measurement> MeasureAsync(Servers servers, Workload workload, TimeSpan duration) => Name == PgBench.Name
        ? Measurement.OfRate(await PgBench.MeasureAsync(servers, workload, duration))
        : await new Trial(this, workload, duration).RunAsync(servers);

    /// <summary>What runs it: the worker as the launcher starts it, a program of its own, or this one.</summary>
    public IReadOnlyList<string> CommandFor(Workload workload)
    {
        var skus = workload.SkuCount.ToString(CultureInfo.InvariantCulture);
        return this == Inventory ? WorkerProgram.Command
            : this == s_wolverine ? [Required.Setting("INVENTORY_WOLVERINE_DLL"), skus]
            : [typeof(Contestant).Assembly.Location, "contestant", Name, skus];
    }
}
