namespace Orchestrator.Contracts.Clusters;

/// <summary>A VM extension; its ARM type is its name, as in CAPZ.</summary>
public sealed record VmExtensionSpec
{
    public required string Name { get; init; }

    public required string Publisher { get; init; }

    /// <summary>Such as <c>2.1</c>.</summary>
    public required string Version { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>SHA-256 of the protected settings, which stand in the secret store under <see cref="SecretName"/>; null: there are none.</summary>
    public string? ProtectedSettingsHash { get; init; }

    /// <summary>Entry of the cluster's own secrets that holds the protected settings with a hash.</summary>
    public static string SecretName(string hash) => $"vm-extension-{hash}";
}
