using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests;

/// <summary>Everything that one reading may look at.</summary>
public sealed record ManifestInput
{
    /// <summary>YAML or JSON; their order does not matter.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>Values of the <c>${…}</c> expressions.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Identities of earlier applies; one of the same name in the files goes first.</summary>
    public IReadOnlyList<IdentitySpec> KnownIdentities { get; init; } = [];

    /// <summary>Namespaces of earlier applies; one of the same name in the files goes first.</summary>
    public IReadOnlyList<NamespaceSpec> KnownNamespaces { get; init; } = [];
}
