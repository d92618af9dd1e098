namespace Orchestrator.Manifests.Yaml;

internal sealed record MappingEntry(string Key, int KeyOffset, ManifestNode Value);
