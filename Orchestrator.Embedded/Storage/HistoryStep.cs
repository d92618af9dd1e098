using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>The events that one step appends to an instance's history.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Step">Counts from 0 within the execution.</param>
/// <param name="Events">In order.</param>
public sealed record HistoryStep(string InstanceId, int Step, List<HistoryEvent> Events);
