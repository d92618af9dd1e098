namespace Orchestrator.Embedded.Storage;

/// <summary>Which decision of which execution started a sub-orchestration.</summary>
public sealed record ParentLink(string InstanceId, string ExecutionId, string Name, int EventId);
