using System.Text.Json.Nodes;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>Whether AKS has the versions that a plan goes to in the location, under the support plan that the cluster has.</summary>
internal static class KubernetesVersionCheck
{
    private const string LongTermSupport = "AKSLongTermSupport";

    /// <summary>Versions to which something goes, as Azure writes them: patches such as 1.31.2, or minors on the way.</summary>
    public static IReadOnlyList<string> Wanted(ClusterSpec spec, IReadOnlyList<PlanNode> nodes)
    {
        var cluster = spec.ManagedCluster!;
        var wanted = nodes.Where(static n => n.Step.Verb != StepVerb.Delete).SelectMany(node => (node.Step.Kind, node.Step.Action) switch
        {
            (StepKinds.ManagedCluster, PlanAction.Create) => [cluster.Version],
            (StepKinds.AgentPool, PlanAction.Create) => [ManagedClusterIds.PoolOf(spec, Azure.ResourceId.NameOf(node.Step.ResourceId!)).Version ?? cluster.Version],
            (StepKinds.ManagedCluster or StepKinds.AgentPool, PlanAction.Update) => node.Changes.Where(static c => c.Path.EndsWith("Version", StringComparison.Ordinal)).Select(static c => c.After),
            _ => Enumerable.Empty<string?>(),
        });
        return [.. wanted.OfType<string>().Select(AksVersion.Text).Distinct(StringComparer.Ordinal)];
    }

    /// <param name="values">Azure's list of the location's versions.</param>
    /// <returns>One sentence for each version that cannot be had.</returns>
    public static IEnumerable<string> Problems(IReadOnlyList<string> wanted, IReadOnlyList<JsonObject> values, ClusterSpec spec)
    {
        foreach (var version in wanted)
        {
            var minor = string.Join('.', version.Split('.').Take(2));
            var offered = values.FirstOrDefault(v => (string?)v["version"] == minor);
            var patches = (offered?["patchVersions"] as JsonObject ?? []).Select(static p => p.Key).OrderBy(static p => Version.Parse(p)).ToList();
            if (offered is null || patches.Count == 0)
            {
                yield return $"AKS has no Kubernetes {version} in {spec.Location}; it has {string.Join(", ", values.Select(Describe))}.";
            }
            else if (version != minor && !patches.Contains(version, StringComparer.Ordinal))
            {
                yield return $"AKS has no Kubernetes {version} in {spec.Location}; of {minor} it has {string.Join(", ", patches)}.";
            }
            else if (IsLongTermOnly(offered) && !HasLongTermSupport(spec.ManagedCluster!.Body))
            {
                yield return $"Kubernetes {version} has long-term support only in {spec.Location}, which the cluster does not have; write supportPlan: {LongTermSupport} and sku.tier: Premium, or a newer version.";
            }
        }
    }

    private static string Describe(JsonObject offered) =>
        $"{(string?)offered["version"]}{(IsLongTermOnly(offered) ? " (long-term support)" : offered["isPreview"]?.GetValue<bool>() == true ? " (preview)" : "")}";

    private static bool IsLongTermOnly(JsonObject offered) =>
        offered["capabilities"]?["supportPlan"] is JsonArray { Count: > 0 } plans && plans.All(static plan => string.Equals((string?)plan, LongTermSupport, StringComparison.OrdinalIgnoreCase));

    private static bool HasLongTermSupport(JsonObject body) => string.Equals((string?)body["properties"]?["supportPlan"], LongTermSupport, StringComparison.OrdinalIgnoreCase)
        && string.Equals((string?)body["sku"]?["tier"], "Premium", StringComparison.OrdinalIgnoreCase);
}
