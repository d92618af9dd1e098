using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine;

/// <summary>Whether the engine runs, and why it stopped if its storage failed. It starts once.</summary>
internal sealed class EngineState(ILogger logger)
{
    private volatile bool _isRunning;
    private volatile Exception? _failure;

    public bool IsRunning => _isRunning;

    public void Start()
    {
        if (_isRunning || _failure is not null)
        {
            throw new InvalidOperationException("The engine has been started before.");
        }

        _isRunning = true;
    }

    public void Stop() => _isRunning = false;

    public void Fail(Exception failure)
    {
        _failure ??= failure;
        _isRunning = false;
        logger.LogCritical(failure, "The durable task engine stopped: {Reason} It continues from what is stored when it is started again.", failure.Message);
    }

    public void EnsureRunning()
    {
        if (_failure is { } failure)
        {
            throw Unusable(failure);
        }

        if (!_isRunning)
        {
            throw new InvalidOperationException("The durable task engine is not running.");
        }
    }

    public static EngineStoreException Unusable(Exception failure) =>
        new($"The durable task engine stopped because its storage failed; restart it when that is mended. {failure.Message}", failure);
}
