using Inventory.Stock.Cache;
using Inventory.Stock.Generations;
using Inventory.Stock.Storage;
using JasperFx.CommandLine;
using Marten;
using Spectre.Console;

namespace Inventory.Worker.Verbs;

public sealed class RebuildCacheInput;

[Description("Empty Redis of stock and refill it from PostgreSQL, as after a restored backup. Workers may go on meanwhile; reads go to PostgreSQL", Name = "rebuild-cache")]
public sealed class RebuildCacheCommand : JasperFxAsyncCommand<RebuildCacheInput>
{
    public override Task<bool> Execute(RebuildCacheInput input) => Verb.RunAsync<RebuildCacheVerb>((verb, stop) => verb.RunAsync(stop));
}

/// <summary>Begins a generation and fills Redis for it.</summary>
public sealed class RebuildCacheVerb(
    IDocumentStore documents, CacheRebuild rebuild, StockCache cache, LiveDisplay display, IAnsiConsole console, TimeProvider clock)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await cache.ProbeAsync();
        var total = await CountAsync(cancellationToken);
        await using var turn = await TakeTurnAsync(cancellationToken);
        var start = clock.GetTimestamp();
        var written = 0L;
        var filling = rebuild.FillAsync(await rebuild.BeginAsync(cancellationToken), count => written += count, cancellationToken);
        await display.ShowAsync(filling, () => [new Bar("Levels written", written, total)]);

        var report = await filling;
        var rate = report.Levels / Math.Max(0.001, clock.GetElapsedTime(start).TotalSeconds);
        console.WriteLine(string.Create(null, $"{report.Levels:N0} levels written to Redis, {rate:N0} levels/s."));
        foreach (var level in report.Lost ?? [])
        {
            console.WriteLine(string.Create(null, $"{level.Key.Id}: Redis held version {level.Held}, PostgreSQL has {level.Stored}: what came between is lost."));
        }

        return true;
    }

    private async Task<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var isAnnounced = false;
        while (true)
        {
            if (await rebuild.TryTakeTurnAsync(cancellationToken) is { } turn)
            {
                return turn;
            }

            if (!isAnnounced)
            {
                console.WriteLine("Another process is filling Redis; waiting for it.");
                isAnnounced = true;
            }

            await Task.Delay(BetweenTries, clock, cancellationToken);
        }
    }

    private async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var session = documents.QuerySession();
        return await session.Query<StockLevel>().CountAsync(cancellationToken);
    }
}
