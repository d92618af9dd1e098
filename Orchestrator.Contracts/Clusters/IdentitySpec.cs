namespace Orchestrator.Contracts.Clusters;

/// <summary>The Azure identity that acts for a cluster (an AzureClusterIdentity). Secrets are referred to by name, never held.</summary>
public sealed record IdentitySpec
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required IdentityType Type { get; init; }

    public string? TenantId { get; init; }

    public string? ClientId { get; init; }

    /// <summary>Name of the secret that holds <c>clientSecret</c> or the certificate.</summary>
    public string? SecretName { get; init; }

    /// <summary>Namespace of that secret; null is the identity's own.</summary>
    public string? SecretNamespace { get; init; }

    /// <summary>Whose clusters may use it; null: nobody's.</summary>
    public AllowedNamespaces? AllowedNamespaces { get; init; }
}
