using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>How a machine group's orchestration ended. <c>Stopped</c>: at a safe point, before its end, because a newer spec or deletion waits.</summary>
public sealed record MachineGroupResult(OrchestratorError? Error = null, bool Stopped = false);
