using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>Body of the answer to <c>POST /api/apply</c>: one entry for each cluster of the input.</summary>
public sealed record ApplyResult(IReadOnlyList<ApplyOutcome> Clusters, IReadOnlyList<Diagnostic> Warnings);
