using Inventory.Api.Reads;
using Inventory.Stock.Cache;
using Inventory.Stock.Hosting;
using Inventory.Stock.Storage;

namespace Inventory.Api.Hosting;

/// <summary>
/// Asks each server once, before the start. One that refuses us will go on refusing: that stops the process with a
/// sentence. One that is merely away is read from once it is back.
/// </summary>
internal sealed class Preflight(StockReader store, StockCache cache)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <returns>How the servers are, for the start's log line.</returns>
    /// <exception cref="StartFailureException">A server refuses the credentials or the database.</exception>
    public async Task<string> CheckAsync() => string.Join(", ", await Task.WhenAll(
        CheckAsync("Redis", nameof(ConnectionSettings.Redis), cache.ReadMarkerAsync()),
        CheckAsync("PostgreSQL", nameof(ConnectionSettings.Postgres), store.ReadAsync([StockQuestion.NobodysSku], CancellationToken.None))));

    private static async Task<string> CheckAsync(string server, string setting, Task read)
    {
        try
        {
            await read.WaitAsync(LongestWait);
            return $"{server} answers";
        }
        catch (Exception refusal) when (ServerFailure.IsRefusal(refusal))
        {
            throw new StartFailureException($"{server} {ServerFailure.Describe(refusal)}; see ConnectionStrings__{setting}.", refusal);
        }
        catch (Exception away) when (ServerFailure.IsOfServer(away))
        {
            return $"{server} {ServerFailure.Describe(away)}";
        }
    }
}
