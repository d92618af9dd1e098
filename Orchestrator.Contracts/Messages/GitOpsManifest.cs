namespace Orchestrator.Contracts.Messages;

/// <summary>Files of a source and the values of the variables that they use.</summary>
public sealed record GitOpsManifest
{
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    public IReadOnlyDictionary<string, string>? Variables { get; init; }
}
