using Microsoft.Extensions.Hosting;

namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>The process's signals belong to whoever embeds the host.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
