using System.Diagnostics;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>Names and attributes of spans as the Durable Task SDK for .NET has them.</summary>
internal static class DurableTaskSpans
{
    public const string Type = "durabletask.type";
    public const string Name = "durabletask.task.name";
    public const string Version = "durabletask.task.version";
    public const string InstanceId = "durabletask.task.instance_id";
    public const string ExecutionId = "durabletask.task.execution_id";
    public const string Status = "durabletask.task.status";
    public const string TaskId = "durabletask.task.task_id";
    public const string EventTarget = "durabletask.event.target_instance_id";
    public const string FireAt = "durabletask.fire_at";

    public const string Orchestration = "orchestration";
    public const string Activity = "activity";
    public const string Event = "event";
    public const string Timer = "timer";
    public const string CreateOrchestration = "create_orchestration";
    public const string OrchestrationEvent = "orchestration_event";

    public static ActivitySource Source { get; } = new("Microsoft.DurableTask");

    public static string NameOf(string operation, string? task, string? version) =>
        string.IsNullOrEmpty(version) ? $"{operation}:{task}" : $"{operation}:{task}@({version})";

    /// <summary>The attributes without those that have no value.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Tags(params IEnumerable<(string Key, object? Value)> tags) =>
        [.. tags.Where(tag => tag.Value is not (null or "")).Select(tag => KeyValuePair.Create(tag.Key, tag.Value))];
}
