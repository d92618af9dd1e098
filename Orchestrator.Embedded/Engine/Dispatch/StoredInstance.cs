using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>An instance as the store had it.</summary>
/// <param name="Record">Null if there was none.</param>
/// <param name="Released">How many instances had left memory before it was read.</param>
internal readonly record struct StoredInstance(InstanceRecord? Record, long Released);
