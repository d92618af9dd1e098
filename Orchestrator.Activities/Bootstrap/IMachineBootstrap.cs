using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>Makes what a machine runs at its first boot to become a node.</summary>
public interface IMachineBootstrap
{
    /// <summary>User data for customData, with a fresh bootstrap token made through the Kubernetes API when the machine joins.</summary>
    Task<BootstrapData> RenderAsync(
        ClusterSpec spec, MachineRole role, string? pool, IReadOnlyDictionary<string, string> facts, CancellationToken cancellation);

    /// <summary>Lets the token of user data that is in use already live as long again, even if it has run out.</summary>
    Task RenewTokenAsync(ClusterSpec spec, string token, CancellationToken cancellation);

    /// <summary>
    /// SHA-256 hex of what the user data says, token and certificates left out: the tag <c>capz-custom-data-hash</c>;
    /// equal as long as no machine needs replacing for it.
    /// </summary>
    string Fingerprint(ClusterSpec spec, MachineRole role, string? pool, IReadOnlyDictionary<string, string> facts);
}
