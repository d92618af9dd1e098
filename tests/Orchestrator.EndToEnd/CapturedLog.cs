using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orchestrator.EndToEnd;

/// <summary>Keeps what the app logs from a level on.</summary>
internal sealed class CapturedLog(LogLevel least) : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
        }
    }

    public void Dispose()
    {
    }
}
