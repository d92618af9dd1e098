namespace Orchestrator.Manifests;

/// <summary>A Secret document of the input, decoded.</summary>
public sealed record ManifestSecret(string Namespace, string Name, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>Names only: values never reach a log.</summary>
    public override string ToString() => $"Secret {Namespace}/{Name} ({string.Join(", ", Data.Keys.Order(StringComparer.Ordinal))})";
}
