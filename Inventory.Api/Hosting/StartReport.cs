namespace Inventory.Api.Hosting;

/// <summary>The one line that a start leaves in the log.</summary>
internal static partial class StartReport
{
    public static void LogOnceStarted(WebApplication app, string servers) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        // Known only now where the address left the port to the system.
        var address = app.Urls.Single();
        Log.Started(app.Logger, address, servers);
    });

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Stock is served on {Address}; {Servers}.")]
        public static partial void Started(ILogger logger, string address, string servers);
    }
}
