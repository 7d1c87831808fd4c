using System.Diagnostics;
using System.Globalization;
using Inventory.Bench.Measuring;
using StackExchange.Redis;

namespace Inventory.Bench.CachePatterns.Striking;

/// <summary>Strikes in the middle of a stream of orders, and looks what became of them.</summary>
internal sealed class Strikes(Workload workload, double perSecond, PatternService service, OrderStream stream, Holdings holdings, Random random)
{
    private static readonly TimeSpan s_stream = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_earliest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_latest = TimeSpan.FromSeconds(2);

    private int _strikes;

    /// <summary>SIGKILL to the service, which is started again at once.</summary>
    public Task<StrikeFinding> KillAsync() => StrikeAsync(service.KillAsync, service.RestartAsync);

    /// <summary>Redis comes back without what it held, as a server without its file does, or a replica that was given nothing yet.</summary>
    public Task<StrikeFinding> EmptyRedisAsync(IServer redis, int database) => StrikeAsync(() => redis.FlushDatabaseAsync(database), () => Task.CompletedTask);

    private async Task<StrikeFinding> StrikeAsync(Func<Task> strike, Func<Task> recover)
    {
        var orders = workload.Orders(string.Create(CultureInfo.InvariantCulture, $"strike-{_strikes++}"), (int)(perSecond * s_stream.TotalSeconds));
        var publishing = stream.PublishAtRateAsync(orders, perSecond);

        // Any moment may be the one: nothing is waited for here.
        await Task.Delay(s_earliest + (random.NextDouble() * (s_latest - s_earliest)));
        await strike();
        var start = Stopwatch.GetTimestamp();
        var apart = await holdings.ApartAsync();
        await recover();

        using var rest = new CancellationTokenSource();
        var apartFor = TimeApartAsync(apart, start, rest.Token);
        await publishing;
        await stream.AwaitAnswersAsync(orders, service.Process);
        var atRest = await holdings.ApartAtRestAsync();
        await rest.CancelAsync();
        return new StrikeFinding(orders.Count, await holdings.CountMissingAsync(orders.Select(order => order.OrderId)), apart.Count, await apartFor, atRest);
    }

    private async Task<double?> TimeApartAsync(IReadOnlyList<ApartLevel> apart, long start, CancellationToken rest) =>
        apart.Count == 0 ? 0 : await holdings.CatchUpAsync(apart, rest) ? Stopwatch.GetElapsedTime(start).TotalSeconds : null;
}
