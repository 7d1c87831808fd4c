using Inventory.Worker.Messaging.Consumption;

namespace Inventory.Worker.Hosting;

/// <summary>A worker from its start to its end.</summary>
internal static class WorkerRun
{
    /// <summary>
    /// Returns when it has ended, with its exit code: 0 when it was asked to, 1 when it could not go on, so that its supervisor
    /// starts it again.
    /// </summary>
    public static async Task<int> UntilStoppedAsync(WebApplication app)
    {
        var lastResort = app.Services.GetRequiredService<LastResort>();
        var services = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        var isBroken = false;
        app.Lifetime.ApplicationStopping.Register(() =>
            isBroken = services.Any(service => service.ExecuteTask is { IsCompleted: true, IsCompletedSuccessfully: false }));
        await app.RunAsync();
        return isBroken ? 1 : lastResort.ExitCode;
    }
}
