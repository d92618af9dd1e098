using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>Answer of FindLeaks: ResourcesLeft, or null when nothing is left.</summary>
/// <param name="Error">ResourcesLeft with the first of what is left; the whole report is stored.</param>
/// <param name="Forget">The cluster is given up whatever is left.</param>
public sealed record LeakResult(OrchestratorError? Error, bool Forget = false);
