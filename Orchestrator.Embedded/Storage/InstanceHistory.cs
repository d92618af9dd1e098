using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>A whole history and how many steps wrote it.</summary>
public sealed record InstanceHistory(List<HistoryEvent> Events, int Steps);
