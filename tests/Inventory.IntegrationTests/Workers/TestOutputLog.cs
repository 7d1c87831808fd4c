using Microsoft.Extensions.Logging;

namespace Inventory.IntegrationTests.Workers;

/// <summary>Shows a worker's warnings in the output of the test that started it.</summary>
internal sealed class TestOutputLog : ILoggerProvider, ILogger
{
    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        try
        {
            _output?.WriteLine($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");
        }
        catch (InvalidOperationException)
        {
            // The test is over; nobody reads on.
        }
    }

    public void Dispose()
    {
    }
}
