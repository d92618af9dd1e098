using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Functions.GitOps;

/// <summary>A spec that a revision brought: to carry out, or to prune as it last was.</summary>
public sealed record SourceChange(ClusterSpec Spec, SourceRevision Source, IReadOnlyList<string> Files, SpecOrigins? Origins);
