using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Graphs;

/// <summary>What lies in resource groups that were made for a cluster, by whose it is. What lies below a resource goes by that.</summary>
/// <param name="Foreign">Of others, and disks that their volumes are to outlive.</param>
/// <param name="OfWorkloads">ARM ids of what the cluster's own workloads have made and what goes with them: balancers and addresses of its services, disks of its volumes.</param>
/// <param name="Ours">ARM ids of what is the cluster's.</param>
public sealed record GroupContents(IReadOnlyList<KeptResource> Foreign, IReadOnlyList<string> OfWorkloads, IReadOnlyList<string> Ours);
