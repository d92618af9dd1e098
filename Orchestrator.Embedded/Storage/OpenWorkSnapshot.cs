namespace Orchestrator.Embedded.Storage;

/// <summary>All that must be taken up again after a start, each in the order in which it was stored.</summary>
public sealed record OpenWorkSnapshot(IReadOnlyList<OpenWork> Work, IReadOnlyList<InboxMessage> Messages);
