using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap.CloudProvider;

/// <summary>Finds what the cloud provider on the nodes signs in with where their machines have no identity in Azure.</summary>
public sealed class NodeCredentials(ISecretStore secrets, IConfiguration configuration)
{
    private const string Entry = "clientSecret";

    /// <summary>The client secret of the cluster's service principal; null for every other kind of identity, and when none is stored.</summary>
    public async Task<string?> FindClientSecretAsync(ClusterSpec spec, MachineSpec machine, CancellationToken cancellation)
    {
        var identity = spec.Identity;
        if (machine.Identity != MachineIdentityType.None || identity.Type is not (IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal))
        {
            return null;
        }

        var name = identity.SecretName ?? identity.Name;
        return await secrets.FindAsync(new ClusterKey(identity.Namespace, name), Entry, cancellation)
            ?? configuration[$"Orchestrator:Azure:Secrets:{name}:{Entry}"];
    }
}
