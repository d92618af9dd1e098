using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Wraps every logger so that it is silent while the orchestration replays.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Logging providers are added when the host is built, not by an orchestrator.");

    public void Dispose()
    {
    }

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
