using System.Runtime.InteropServices;
using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;

namespace Inventory.Worker.Verbs;

/// <summary>Runs a verb: the worker's own services, none of them started; quiet; Ctrl-C stops it.</summary>
public static class Verb
{
    /// <exception cref="StartFailureException">It failed for something that a person can mend.</exception>
    public static async Task<bool> RunAsync<TVerb>(Func<TVerb, CancellationToken, Task<bool>> run)
        where TVerb : class
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnce);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnce);
        try
        {
            var builder = WorkerRegistration.CreateBuilder();
            VerbRegistration.Add(builder.Services);
            builder.Logging.AddFilter(null, LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            await using var app = builder.Build();
            return await run(ActivatorUtilities.CreateInstance<TVerb>(app.Services), stop.Token);
        }
        catch (Exception failure) when (VerbFailure.Explain(failure, stop.Token) is { } sentence)
        {
            throw new StartFailureException(sentence, failure);
        }

        // The second time, the process ends as it would without us.
        void StopOnce(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }
}
