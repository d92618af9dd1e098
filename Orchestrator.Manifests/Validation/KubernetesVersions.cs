using NuGet.Versioning;

namespace Orchestrator.Manifests.Validation;

/// <summary>The Kubernetes versions that we can run.</summary>
internal static class KubernetesVersions
{
    public const int OldestMinor = 25;
    public const int NewestMinor = 36;

    /// <summary>How far kubelets may be behind the API server (Kubernetes' version skew policy).</summary>
    public const int KubeletSkew = 3;

    public static string Supported => $"v1.{OldestMinor}.x to v1.{NewestMinor}.x";

    /// <summary>The version behind the leading v; null when it is not one.</summary>
    public static SemanticVersion? Parse(string text) =>
        text.StartsWith('v') && SemanticVersion.TryParse(text[1..], out var version) && text[1..].Split('.', '-', '+').Length >= 3 ? version : null;

    public static bool IsSupported(SemanticVersion version) => version is { Major: 1, Minor: >= OldestMinor and <= NewestMinor };
}
