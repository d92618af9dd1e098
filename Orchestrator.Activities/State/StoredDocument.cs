namespace Orchestrator.Activities.State;

/// <summary>What a key holds, and the version that a conditional write names.</summary>
public sealed record StoredDocument(string Key, byte[] Content, string ETag);
