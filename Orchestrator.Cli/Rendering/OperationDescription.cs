using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Rendering;

/// <summary>An operation with what history says of it.</summary>
/// <param name="History">Requests that it carried out and its end, the oldest first.</param>
public sealed record OperationDescription(OperationStatus Operation, IReadOnlyList<HistoryEntry> History);
