using Microsoft.Extensions.Hosting;

namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>
/// The host as the app's Program sees it. Starting it unwinds out of Program, whose frame must not own the host's life;
/// disposing it does nothing for the same reason.
/// </summary>
internal sealed class CapturedHost(IHost inner) : IHost
{
    public IHost Inner => inner;

    public bool Started { get; private set; }

    public IServiceProvider Services => inner.Services;

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Started = true;
        throw new HostAbortedException("The embedded host takes over from here.");
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
