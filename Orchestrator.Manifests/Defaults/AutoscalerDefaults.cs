using System.Text.Json.Nodes;
using Orchestrator.Manifests.Arm;

namespace Orchestrator.Manifests.Defaults;

/// <summary>What CAPZ fills into an autoscaler profile that says something at all.</summary>
internal static class AutoscalerDefaults
{
    private static readonly (string Flag, string Value)[] Standard =
    [
        ("balance-similar-node-groups", "false"), ("expander", "random"), ("max-empty-bulk-delete", "10"), ("max-graceful-termination-sec", "600"),
        ("max-node-provision-time", "15m"), ("max-total-unready-percentage", "45"), ("new-pod-scale-up-delay", "0s"), ("ok-total-unready-count", "3"),
        ("scan-interval", "10s"), ("scale-down-delay-after-add", "10m"), ("scale-down-delay-after-delete", "10s"), ("scale-down-delay-after-failure", "3m"),
        ("scale-down-unneeded-time", "10m"), ("scale-down-unready-time", "20m"), ("scale-down-utilization-threshold", "0.5"),
        ("skip-nodes-with-local-storage", "false"), ("skip-nodes-with-system-pods", "true"),
    ];

    public static void Fill(JsonObject profile)
    {
        foreach (var (flag, value) in Standard)
        {
            profile.Default(flag, value);
        }
    }
}
