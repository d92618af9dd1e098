namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>Where the journal holds the events of one step.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Step">Counts from 0 within the execution.</param>
/// <param name="Offset">Of the first byte.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct HistorySlice(string InstanceId, int Step, long Offset, int Length);
