using NuGet.Versioning;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

/// <summary>Kubernetes versions: well-formed, supported, and pools not ahead of nor far behind the control plane.</summary>
internal static class VersionValidation
{
    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var controlPlane = Read("controlPlane.version", spec.ControlPlane.Version, report);
        for (var i = 0; i < spec.MachinePools.Count; i++)
        {
            var path = $"machinePools[{i}].version";
            var pool = spec.MachinePools[i];
            if (Read(path, pool.Version, report) is { } version && controlPlane is not null)
            {
                CheckSkew(path, pool, version, controlPlane, report);
            }
        }
    }

    private static SemanticVersion? Read(string path, string text, SpecReport report)
    {
        if (Unknown.IsIn(text))
        {
            return null;
        }

        if (KubernetesVersions.Parse(text) is not { } version)
        {
            report.Error(ErrorCatalog.ImpossibleVersion, path, $"\"{text}\" is not a Kubernetes version.", "Write a version such as v1.31.4.");
            return null;
        }

        if (!KubernetesVersions.IsSupported(version))
        {
            report.Error(ErrorCatalog.ImpossibleVersion, path, $"Kubernetes {text} is not supported.", $"Choose a version from {KubernetesVersions.Supported}.");
            return null;
        }

        return version;
    }

    private static void CheckSkew(string path, MachinePoolSpec pool, SemanticVersion version, SemanticVersion controlPlane, SpecReport report)
    {
        if (version > controlPlane)
        {
            report.Error(
                ErrorCatalog.ImpossibleVersion, path, $"The pool '{pool.Name}' has v{version}, newer than its control plane's v{controlPlane}.",
                $"Write v{controlPlane} or older.");
        }
        else if (controlPlane.Minor - version.Minor > KubernetesVersions.KubeletSkew)
        {
            report.Error(
                ErrorCatalog.ImpossibleVersion, path, $"The pool '{pool.Name}' has v{version}, more than {KubernetesVersions.KubeletSkew} minor versions behind its control plane's v{controlPlane}.",
                $"Write v1.{controlPlane.Minor - KubernetesVersions.KubeletSkew}.x or newer.");
        }
    }
}
