using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Fleet;

/// <summary>Answer of CheckFleetHealth; null inside when all is well.</summary>
public sealed record FleetHealth(OrchestratorError? Error);
