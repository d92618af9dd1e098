using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Operations;

/// <summary>Answer of <c>POST /api/adopt</c>.</summary>
/// <param name="Manifest">YAML that, applied, takes the cluster over and leaves it as it is.</param>
/// <param name="Plan">What applying it would do: nothing but the keeping of records, unless something of the cluster cannot be said.</param>
public sealed record AdoptResult(string Manifest, ClusterPlan Plan);
