using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Tests.Engine;

internal sealed class ListLoggerProvider : ILoggerProvider
{
    public List<(string Category, string Text)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new ListLogger(categoryName, Lines);

    public void Dispose()
    {
    }

    private sealed class ListLogger(string category, List<(string Category, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add((category, formatter(state, exception)));
    }
}
