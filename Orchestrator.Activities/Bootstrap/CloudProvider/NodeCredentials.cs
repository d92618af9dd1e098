using Orchestrator.Activities.State.Identities;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap.CloudProvider;

/// <summary>Finds what the cloud provider on the nodes signs in with where their machines have no identity in Azure.</summary>
public sealed class NodeCredentials(IdentitySecrets secrets)
{
    /// <summary>The client secret of the cluster's service principal; null for every other kind of identity, and when none is stored.</summary>
    public async Task<string?> FindClientSecretAsync(ClusterSpec spec, MachineSpec machine, CancellationToken cancellation) =>
        machine.Identity == MachineIdentityType.None && spec.Identity.Type is (IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal)
            ? await secrets.FindAsync(spec.Identity, cancellation, IdentitySecrets.ClientSecret)
            : null;
}
