using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Inventory.Testing.Workers;

/// <summary>Keeps what a worker logs, and shows its warnings, the first of very many, in the output of the test that started it.</summary>
public sealed class TestOutputLog : ILoggerProvider, ILogger
{
    private const int Most = 200;

    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;
    private readonly ConcurrentQueue<string> _lines = new();
    private int _shown;

    /// <summary>Every line of information or worse.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        _lines.Enqueue(formatter(state, exception));
        if (logLevel < LogLevel.Warning || Interlocked.Increment(ref _shown) > Most)
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
