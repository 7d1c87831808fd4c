using System.Globalization;
using Inventory.Bench.CachePatterns.Services;
using Inventory.Bench.Measuring;

namespace Inventory.Bench.CachePatterns;

/// <summary>How a service keeps Redis and PostgreSQL alike.</summary>
/// <param name="Name">How it is called in results.</param>
/// <param name="Steps">What it does, in order.</param>
internal sealed record CachePattern(string Name, string Steps)
{
    /// <summary>The service as shipped, for comparison: it reads over HTTP.</summary>
    public static readonly CachePattern Inventory = new("inventory", "as shipped: PostgreSQL, Redis, answer; read over HTTP");

    /// <summary>The same small service with each of the patterns, and the one that is shipped.</summary>
    public static readonly IReadOnlyList<CachePattern> All =
    [
        new(WriteThrough.Name, "PostgreSQL, Redis set, answer"),
        new(CacheAside.Name, "PostgreSQL, Redis deleted, answer; readers fill it"),
        new(WriteBehind.Name, "Redis set, answer; PostgreSQL within a second, from the process's memory"),
        new(WriteBehind.LoggedName, "the same, from a list in Redis"),
        Inventory,
    ];

    /// <summary>Whether a reader that finds nothing in Redis puts there what PostgreSQL has.</summary>
    public bool ReadersFill => Name == CacheAside.Name;

    /// <summary>SKU, version and units committed of every level.</summary>
    public string LevelsSql => this == Inventory
        ? "SELECT split_part(id, ':', 1), mt_version::bigint, (data ->> 'committed')::bigint FROM inventory.mt_doc_stock_level"
        : "SELECT id, mt_version::bigint, (data ->> 'Committed')::bigint FROM mt_doc_simplestock";

    /// <summary>The ids of those of some orders that are stored.</summary>
    public string OrdersSql => $"SELECT id FROM {(this == Inventory ? "inventory.mt_doc_stock_order" : "mt_doc_decidedorder")} WHERE id = ANY ($1)";

    /// <summary>What runs it.</summary>
    public IReadOnlyList<string> CommandFor(Workload workload) => this == Inventory
        ? WorkerProgram.Command
        : [typeof(CachePattern).Assembly.Location, "contestant", Name, workload.SkuCount.ToString(CultureInfo.InvariantCulture)];
}
