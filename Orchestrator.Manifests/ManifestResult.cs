using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests;

/// <summary>What an input says. When it holds any error, clusters, identities, secrets and namespaces are empty: all or nothing.</summary>
public sealed record ManifestResult
{
    /// <summary>Every cluster with all defaults, ordered by namespace and name.</summary>
    public IReadOnlyList<ClusterSpec> Clusters { get; init; } = [];

    /// <summary>The identity documents, to be kept for later applies.</summary>
    public IReadOnlyList<IdentitySpec> Identities { get; init; } = [];

    /// <summary>The Secret documents. Their values belong in a secret store and nowhere else.</summary>
    public IReadOnlyList<ManifestSecret> Secrets { get; init; } = [];

    /// <summary>The Namespace documents, to be kept for later applies.</summary>
    public IReadOnlyList<NamespaceSpec> Namespaces { get; init; } = [];

    /// <summary>Every problem of the whole input, in the order of files and lines.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Where each field of each cluster was written; lets later checks point at the line.</summary>
    public IReadOnlyDictionary<ClusterKey, SpecOrigins> Origins { get; init; } = new Dictionary<ClusterKey, SpecOrigins>();

    public bool IsValid => Diagnostics.All(static d => d.Severity != DiagnosticSeverity.Error);
}
