using Inventory.Stock.Cache;
using Inventory.Stock.Storage;
using JasperFx.CommandLine;
using Marten;
using Spectre.Console;

namespace Inventory.Worker.Verbs;

public sealed class RebuildCacheInput;

[Description("Refill Redis from PostgreSQL. What Redis holds newer stays; workers may go on meanwhile", Name = "rebuild-cache")]
public sealed class RebuildCacheCommand : JasperFxAsyncCommand<RebuildCacheInput>
{
    public override Task<bool> Execute(RebuildCacheInput input) => Verb.RunAsync<RebuildCacheVerb>((verb, stop) => verb.RunAsync(stop));
}

/// <summary>Writes every level through, with the workers' own guarded script.</summary>
public sealed class RebuildCacheVerb(
    IDocumentStore documents, StockReader reader, StockCache cache, LiveDisplay display, IAnsiConsole console, TimeProvider clock)
{
    private const int PageSize = 1_000;

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await cache.ProbeAsync();
        var start = clock.GetTimestamp();
        var total = await CountAsync(cancellationToken);
        var written = 0L;
        await display.ShowAsync(WriteAsync(), () => [new Bar("Levels written", written, total)]);
        var rate = written / Math.Max(0.001, clock.GetElapsedTime(start).TotalSeconds);
        console.WriteLine(string.Create(null, $"{written:N0} levels written to Redis, {rate:N0} levels/s."));
        return true;

        async Task WriteAsync()
        {
            await foreach (var page in reader.PagesAsync(PageSize, cancellationToken))
            {
                await cache.WriteThroughAsync(page);
                written += page.Count;
            }
        }
    }

    private async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var session = documents.QuerySession();
        return await session.Query<StockLevel>().CountAsync(cancellationToken);
    }
}
