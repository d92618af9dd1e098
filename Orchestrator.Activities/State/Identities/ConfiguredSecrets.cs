using Microsoft.Extensions.Configuration;

namespace Orchestrator.Activities.State.Identities;

/// <summary>
/// The configuration <c>Orchestrator:Azure:Secrets:{namespace}:{name}:{entry}</c>, where an app setting may be a Key Vault reference.
/// </summary>
internal sealed class ConfiguredSecrets(IConfiguration configuration) : ISecretSource
{
    public Task<string?> FindAsync(string secretNamespace, string name, string entry, CancellationToken cancellation) =>
        Task.FromResult(configuration[$"Orchestrator:Azure:Secrets:{secretNamespace}:{name}:{entry}"]);
}
