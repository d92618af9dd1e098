using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>A resource of a cluster that a forced deletion has left in Azure, or may have left because Azure could not be asked.</summary>
/// <param name="ResourceId">Its ARM id.</param>
/// <param name="IsCertain">Azure says that it is there; otherwise it is only recorded.</param>
/// <param name="Reason">Why it is left.</param>
/// <param name="Error">The error of its deletion, or of the read; null when neither failed.</param>
public sealed record LeakedResource(string ResourceId, bool IsCertain, string Reason, OrchestratorError? Error = null);
