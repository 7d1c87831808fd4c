using Microsoft.Extensions.Logging;

namespace Inventory.Testing.Workers;

/// <summary>Shows a worker's warnings, the first of very many, in the output of the test that started it.</summary>
public sealed class TestOutputLog : ILoggerProvider, ILogger
{
    private const int Most = 200;

    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;
    private int _shown;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || Interlocked.Increment(ref _shown) > Most)
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
