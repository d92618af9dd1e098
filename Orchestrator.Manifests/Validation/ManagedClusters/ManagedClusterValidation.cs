using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation.ManagedClusters;

/// <summary>What an AKS cluster's spec means must be possible. The contract has checked names, types and values before.</summary>
internal static partial class ManagedClusterValidation
{
    public const string Body = "managedCluster.body";
    public const string Properties = $"{Body}.properties";

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var cluster = spec.ManagedCluster!;
        ClusterValidation.CheckTags("additionalTags", spec.AdditionalTags, report);
        IdentityValidation.Check(spec.Identity, report);
        CheckNames(spec, cluster, report);
        CheckVersions(cluster, report);
        NetworkRules.Check(spec, cluster, report);
        AccessRules.Check(spec, cluster, report);
        AutoscalerRules.Check(cluster.Body, report);
        CheckUpgrade(cluster, report);
        AgentPoolValidation.Check(cluster, report);
        CheckParts(cluster, report);
    }

    private static void CheckNames(ClusterSpec spec, ManagedClusterSpec cluster, SpecReport report)
    {
        report.Pattern("managedCluster.name", "name", cluster.Name, ClusterName(), "1 to 63 letters, digits, hyphens and underscores that begin and end with a letter or digit");
        foreach (var word in (string[])["microsoft", "windows"])
        {
            if (cluster.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                report.Invalid("managedCluster.name", $"The name \"{cluster.Name}\" contains \"{word}\", which Azure does not allow.", "Choose another name.");
            }
        }

        if (spec.ManagedCluster!.Body.TextAt("properties.dnsPrefix") is { } prefix)
        {
            report.Pattern($"{Properties}.dnsPrefix", "dnsPrefix", prefix, DnsPrefix(), "2 to 54 letters, digits and hyphens that begin and end with a letter or digit");
        }
    }

    private static void CheckVersions(ManagedClusterSpec cluster, SpecReport report)
    {
        var version = Read("managedCluster.version", cluster.Version, report);
        for (var i = 0; i < cluster.Pools.Count; i++)
        {
            var (pool, path) = (cluster.Pools[i], $"managedCluster.pools[{i}].version");
            if (Read(path, pool.Version, report) is not { } own || version is null)
            {
                continue;
            }

            if (own > version)
            {
                report.Error(
                    ErrorCatalog.ImpossibleVersion, path, $"The pool '{pool.Name}' has {pool.Version}, newer than its control plane's {cluster.Version}.", $"Write {cluster.Version} or older.");
            }
            else if (version.Minor - own.Minor > KubernetesVersions.KubeletSkew)
            {
                report.Error(
                    ErrorCatalog.ImpossibleVersion, path,
                    $"The pool '{pool.Name}' has {pool.Version}, more than {KubernetesVersions.KubeletSkew} minor versions behind its control plane's {cluster.Version}.",
                    $"Write v1.{version.Minor - KubernetesVersions.KubeletSkew}.x or newer.");
            }
        }
    }

    // Which versions there are is Azure's to say, and changes.
    private static NuGet.Versioning.SemanticVersion? Read(string path, string? text, SpecReport report)
    {
        if (text is null || Unknown.IsIn(text))
        {
            return null;
        }

        if (KubernetesVersions.Parse(text) is { } version)
        {
            return version;
        }

        report.Error(ErrorCatalog.ImpossibleVersion, path, $"\"{text}\" is not a Kubernetes version.", "Write a version such as v1.31.4.");
        return null;
    }

    private static void CheckUpgrade(ManagedClusterSpec cluster, SpecReport report)
    {
        report.Range("managedCluster.maxParallelPools", "maxParallelPools", cluster.MaxParallelPools, 1, 100);
        foreach (var (name, value) in cluster.Headers.Concat(cluster.Pools.SelectMany(static p => p.Headers)))
        {
            if (!HeaderName().IsMatch(name) || value.Any(char.IsControl))
            {
                report.Invalid("managedCluster.headers", $"The HTTP header \"{name}\" cannot be sent.", "Use letters, digits and hyphens in its name, and one line as its value.");
            }
            else if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                report.Invalid("managedCluster.headers", $"The HTTP header \"{name}\" is the orchestrator's own.", "Remove it.");
            }
        }
    }

    private static void CheckParts(ManagedClusterSpec cluster, SpecReport report)
    {
        foreach (var part in cluster.Parts)
        {
            var name = part.Id[(part.Id.LastIndexOf('/') + 1)..];
            if (part.Kind == StepKinds.FleetMember)
            {
                report.Pattern("fleetMember.name", "name", name, FleetMemberName(), "lower-case letters, digits and hyphens that begin and end with a letter or digit");
            }

            if (cluster.Parts.Count(other => string.Equals(other.Id, part.Id, StringComparison.OrdinalIgnoreCase)) > 1)
            {
                report.Invalid("managedCluster.name", $"Two resources of kind {part.Kind} are named '{name}'.", "Rename or remove one of them.");
            }
        }

        foreach (var (extension, i) in cluster.Parts.Where(static p => p.Kind == StepKinds.ClusterExtension).Select(static (part, i) => (part, i)))
        {
            CheckExtension(extension.Body, $"extensions[{i}].properties", report);
        }
    }

    private static void CheckExtension(JsonObject body, string path, SpecReport report)
    {
        // Azure upgrades unless it is told not to.
        if (body.TextAt("properties.version") is { } version && body.FlagAt("properties.autoUpgradeMinorVersion") != false)
        {
            report.Invalid($"{path}.version", $"'version' is \"{version}\", but 'autoUpgradeMinorVersion' is true.", "Remove 'version', or write autoUpgradeMinorVersion: false.");
        }

        if (body.At("properties.scope.cluster") is not null && body.At("properties.scope.namespace") is not null)
        {
            report.Invalid($"{path}.scope", "'scope' has both 'cluster' and 'namespace'.", "Leave one of them.");
        }
    }

    private static readonly string[] Reserved = ["Authorization", "Content-Type", "Content-Length", "Host", "If-Match", "If-None-Match"];

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClusterName();

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9-]{0,52}[a-zA-Z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsPrefix();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex FleetMemberName();

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
