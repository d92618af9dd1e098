using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Messages;

/// <summary>Answer of CompleteOperation.</summary>
/// <param name="IsFinal">False, with nothing changed: a newer generation or deletion came meanwhile.</param>
/// <param name="HasOutcome">The cluster has a source, which shall hear of the end.</param>
/// <param name="HasPendingSpec">The cluster is gone, and its source wants it anew.</param>
public sealed record CompletionResult(bool IsFinal, bool HasOutcome = false, bool HasPendingSpec = false)
{
    /// <summary>The outcome takes its turn after those before it. False in histories that are older than the turns: there the operation tells it itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TakesTurns { get; init; }
}
