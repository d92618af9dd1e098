using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Validation.ManagedClusters;

namespace Orchestrator.Manifests.Validation;

/// <summary>What a spec means must be possible. Every rule runs; none stops at the first problem.</summary>
internal static class ClusterValidation
{
    private const int LongestTagName = 512;
    private const int LongestTagValue = 256;

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        CheckNames(spec, report);
        if (spec.ManagedCluster is not null)
        {
            ManagedClusterValidation.Check(spec, report);
            return;
        }

        CheckTags("additionalTags", spec.AdditionalTags, report);
        IdentityValidation.Check(spec.Identity, report);
        AddressValidation.Check(spec, report);
        SubnetValidation.Check(spec, report);
        PeeringValidation.Check(spec, report);
        BastionValidation.Check(spec.Network, report);
        PrivateEndpointValidation.Check(spec.Network, report);
        LoadBalancerValidation.Check(spec, report);
        PrivateApiServerValidation.Check(spec, report);
        VersionValidation.Check(spec, report);
        ControlPlaneValidation.Check(spec, report);
        MachinePoolValidation.Check(spec, report);
        RoleValidation.Check(spec, report);
        BackupValidation.Check(spec, report);
    }

    public static void CheckTags(string path, IReadOnlyDictionary<string, string> tags, SpecReport report)
    {
        foreach (var (name, value) in tags)
        {
            if (name.Length is 0 or > LongestTagName || name.IndexOfAny(['<', '>', '%', '&', '\\', '?', '/']) >= 0)
            {
                report.Invalid(path, $"The tag name \"{name}\" is not possible in Azure.", "Use 1 to 512 characters without < > % & \\ ? /.");
            }

            if (value.Length > LongestTagValue)
            {
                report.Invalid(path, $"The value of the tag \"{name}\" is longer than {LongestTagValue} characters.", "Shorten it.");
            }
        }
    }

    private static void CheckNames(ClusterSpec spec, SpecReport report)
    {
        report.Pattern(
            "key.name", "name", spec.Key.Name, NamePatterns.Cluster(),
            "1 to 44 lower-case letters, digits and hyphens that begin and end with a letter or digit");
        report.Pattern("key.name", "namespace", spec.Key.Namespace, NamePatterns.Namespace(), "1 to 63 lower-case letters, digits and hyphens");
        report.Pattern("subscriptionId", "subscription", spec.SubscriptionId, NamePatterns.Subscription(), "the subscription's id, a UUID");
        report.Pattern("location", "location", spec.Location, NamePatterns.Location(), $"the short form, such as {ShortForm(spec.Location)}");
        CheckResourceGroup("resourceGroup", spec.ResourceGroup, report);
        report.Pattern("clusterNetwork.serviceDomain", "serviceDomain", spec.ClusterNetwork.ServiceDomain, NamePatterns.DnsName(), "a DNS name such as cluster.local");
    }

    public static void CheckResourceGroup(string path, string name, SpecReport report) => report.Pattern(
        path, "resourceGroup", name, NamePatterns.ResourceGroup(),
        "1 to 90 letters, digits, hyphens, underscores, periods and parentheses that do not end with a period");

    private static string ShortForm(string location)
    {
        var folded = string.Concat(location.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return folded.Length > 0 ? folded : "westeurope";
    }
}
