using NuGet.Versioning;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Bootstrap.Kubeadm;

/// <summary>Reads Kubernetes versions, with or without the leading v.</summary>
internal static class KubernetesVersion
{
    /// <exception cref="OrchestratorException">ImpossibleVersion: it is no version.</exception>
    public static SemanticVersion Parse(string version) => TryParse(version)
        ?? throw new OrchestratorException(ErrorCatalog.ImpossibleVersion.With($"'{version}' is not a Kubernetes version such as v1.30.2."));

    public static SemanticVersion? TryParse(string? version) =>
        SemanticVersion.TryParse(version?.TrimStart('v') ?? "", out var parsed) ? parsed : null;

    public static bool IsAtLeast(this SemanticVersion version, int major, int minor) =>
        version.Major > major || (version.Major == major && version.Minor >= minor);
}
