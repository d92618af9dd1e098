using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>The next generation of an instance and the events that it inherits.</summary>
internal sealed record OrchestrationContinuation(string? Input, string? Version, IReadOnlyList<HistoryEvent> Events);
