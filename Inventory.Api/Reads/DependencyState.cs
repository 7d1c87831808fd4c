using Inventory.Stock.Hosting;

namespace Inventory.Api.Reads;

/// <summary>Whether a server answers, for the log: one line when it stops, one when it is back, however many reads there are.</summary>
internal sealed partial class DependencyState(string name, string meanwhile, TimeProvider time, ILogger logger)
{
    // A server that answers now and then is not back; this also bounds how often the two lines alternate.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    // The time stamp of the last failure; 0 while all is well.
    private long _failedAt;

    public void Failed(Exception failure)
    {
        if (Interlocked.Exchange(ref _failedAt, time.GetTimestamp()) == 0)
        {
            Log.Away(logger, name, ServerFailure.Describe(failure), meanwhile);
        }
    }

    public void Answered()
    {
        var failedAt = Volatile.Read(ref _failedAt);
        if (failedAt != 0 && time.GetElapsedTime(failedAt) >= Quiet && Interlocked.CompareExchange(ref _failedAt, 0, failedAt) == failedAt)
        {
            Log.Back(logger, name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Server} {Reason}; until it answers, {Meanwhile}.")]
        public static partial void Away(ILogger logger, string server, string reason, string meanwhile);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Server} answers again.")]
        public static partial void Back(ILogger logger, string server);
    }
}
