using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>Writes into the cluster's document that its API server is there, where, and in which version: an AKS cluster's spec cannot say it.</summary>
public sealed class RecordManagedClusterActivity(IClusterStore clusters, TimeProvider time)
{
    private const int Attempts = 8;

    [Function("RecordManagedCluster")]
    public async Task<MachineOutcome> RunAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation)
    {
        var facts = request.Facts ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var id = request.Step.ResourceId!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await clusters.FindAsync(request.Cluster, cancellation).ConfigureAwait(false) is { } document)
                {
                    var known = document with
                    {
                        ControlPlaneInitialized = true,
                        Endpoint = facts.TryGetValue(FactNames.Fqdn(id), out var host) ? $"https://{host}:443" : document.Endpoint,
                        ControlPlaneVersion = facts.TryGetValue(FactNames.Version(id), out var version) ? $"v{version}" : document.ControlPlaneVersion,
                    };
                    if (known != document)
                    {
                        await clusters.SaveAsync(known with { UpdatedAt = time.GetUtcNow() }, cancellation).ConfigureAwait(false);
                    }
                }

                return new MachineOutcome { Done = true };
            }
            catch (OrchestratorException conflict) when (conflict.Error.Code == ErrorCatalog.StateConflict.Code && attempt < Attempts)
            {
                // Read again: another writer won.
            }
        }
    }
}
