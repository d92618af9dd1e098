namespace Orchestrator.Contracts.Messages;

/// <summary>One file of an input; its name appears in diagnostics.</summary>
public sealed record ManifestFile(string Name, string Content);
