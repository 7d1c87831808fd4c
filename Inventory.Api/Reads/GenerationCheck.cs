using Inventory.Api.Hosting;
using Inventory.Stock.Cache;
using Inventory.Stock.Generations;
using Inventory.Stock.Hosting;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Reads;

/// <summary>
/// Tells whether what Redis holds may be served: it must be filled completely, be the server that was filled, and be the
/// generation that PostgreSQL names. The first is read with every level. The others are asked for again when the last
/// answer has grown old, which bounds how long a server that has lost writes can pass for the one that was filled.
/// </summary>
internal sealed class GenerationCheck(StockCache cache, GenerationLog log, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>How old an answer may be that Redis has given about itself. Nobody is served before a newer one is there.</summary>
    public static readonly TimeSpan Reliance = TimeSpan.FromMilliseconds(500);

    // PostgreSQL is asked beside the reads, which do not wait for it: they must be served without it, too.
    private static readonly TimeSpan BetweenQueries = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenQueriesInDoubt = TimeSpan.FromMilliseconds(50);

    private readonly Lock _asking = new();
    private Answer<string?> _server = new(null, null);
    private Answer<Guid?> _named = new(null, null);
    private Task<Answer<string?>>? _serverQuestion;
    private bool _isQuerying;

    /// <exception cref="StackExchange.Redis.RedisException">Redis does not say which server it is.</exception>
    public async ValueTask<bool> AdmitsAsync(GenerationMarker marker)
    {
        if (!marker.IsFilled)
        {
            return false;
        }

        var server = Volatile.Read(ref _server);
        if (!IsYoungerThan(Reliance, server.AskedAt))
        {
            server = await AskServerAsync();
        }

        return server.Value is not null && server.Value == marker.Server && IsNamed(marker.Id);
    }

    /// <summary>Whether PostgreSQL names it, as far as it has been heard.</summary>
    private bool IsNamed(string? id)
    {
        var named = Volatile.Read(ref _named);
        var isNamed = named.Value is null || named.Value.ToString() == id;
        if (!IsYoungerThan(isNamed ? BetweenQueries : BetweenQueriesInDoubt, named.AskedAt))
        {
            _ = QueryAsync();
        }

        return isNamed;
    }

    private Task<Answer<string?>> AskServerAsync()
    {
        lock (_asking)
        {
            return _serverQuestion ??= AskAsync();
        }

        async Task<Answer<string?>> AskAsync()
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                var askedAt = time.GetTimestamp();
                var answer = new Answer<string?>(await cache.ReadServerAsync(), askedAt);
                Volatile.Write(ref _server, answer);
                return answer;
            }
            finally
            {
                lock (_asking)
                {
                    _serverQuestion = null;
                }
            }
        }
    }

    private async Task QueryAsync()
    {
        if (Interlocked.Exchange(ref _isQuerying, true))
        {
            return;
        }

        var askedAt = time.GetTimestamp();
        var id = _named.Value;
        try
        {
            using var limit = new CancellationTokenSource(options.Value.StoreTimeout, time);
            id = await log.CurrentIdAsync(limit.Token) ?? id;
        }
        catch (Exception away) when (away is OperationCanceledException || ServerFailure.IsOfServer(away))
        {
            // What it named last still stands: a new generation needs PostgreSQL.
        }
        finally
        {
            Volatile.Write(ref _named, new(id, askedAt));
            Volatile.Write(ref _isQuerying, false);
        }
    }

    private bool IsYoungerThan(TimeSpan age, long? askedAt) => askedAt is { } asked && time.GetElapsedTime(asked) < age;

    /// <summary>An answer, and when it was asked for; null before it ever was.</summary>
    private sealed record Answer<T>(T Value, long? AskedAt);
}
