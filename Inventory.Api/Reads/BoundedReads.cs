namespace Inventory.Api.Reads;

/// <summary>Lets so many reads run at once, each within a time limit that includes the wait for its turn.</summary>
internal sealed class BoundedReads(int atOnce, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(atOnce);

    /// <exception cref="TimeoutException">The read did not end, or did not get its turn, in time.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        try
        {
            await _turns.WaitAsync(limit.Token);
            try
            {
                return await read(limit.Token);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException cancelled) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"The read did not end within {timeout}.", cancelled);
        }
    }

    public void Dispose() => _turns.Dispose();
}
