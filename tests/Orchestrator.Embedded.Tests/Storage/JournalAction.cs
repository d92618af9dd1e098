namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>What is about to be done to the journal.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">The file.</param>
/// <param name="Offset">Where a write begins; the length that a truncation leaves.</param>
/// <param name="Bytes">What a write writes.</param>
internal sealed record JournalAction(JournalActionKind Kind, long Number = 0, long Offset = 0, byte[]? Bytes = null);
