using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>Kubernetes versions as AKS writes them: <c>1.31.2</c>, or <c>1.31</c> for the newest patch that Azure has of it.</summary>
internal static class AksVersion
{
    /// <summary>As the API takes it, from <c>v1.31.2</c>.</summary>
    public static string Text(string version) => version.TrimStart('v');

    public static Version? Parse(string? version) => System.Version.TryParse(version?.TrimStart('v'), out var parsed) && parsed.Revision < 0 ? parsed : null;

    /// <summary>Whether what runs is older than what is wanted. Azure may have gone further by itself: that is never taken back.</summary>
    public static bool IsBehind(string? current, string wanted)
    {
        if (Parse(current) is not { } from || Parse(wanted) is not { } to)
        {
            return !string.Equals(current, Text(wanted), StringComparison.Ordinal);
        }

        return to.Build < 0 ? (from.Major, from.Minor).CompareTo((to.Major, to.Minor)) < 0 : from < to;
    }

    /// <summary>What a control plane runs now; a write that is under way does not count yet.</summary>
    public static string? OfCluster(JsonObject? cluster) => (string?)(cluster?["properties"]?["currentKubernetesVersion"] ?? cluster?["properties"]?["kubernetesVersion"]);

    /// <summary>The same of a pool.</summary>
    public static string? OfPool(JsonObject? pool) => (string?)(pool?["properties"]?["currentOrchestratorVersion"] ?? pool?["properties"]?["orchestratorVersion"]);
}
