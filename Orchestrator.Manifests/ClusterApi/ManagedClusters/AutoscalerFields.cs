using Orchestrator.Manifests.Arm;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>The autoscaler's settings, which ARM names after the autoscaler's own flags and takes as text.</summary>
internal static class AutoscalerFields
{
    private static readonly (string Field, string Flag)[] Flags =
    [
        ("balanceSimilarNodeGroups", "balance-similar-node-groups"), ("expander", "expander"), ("maxEmptyBulkDelete", "max-empty-bulk-delete"),
        ("maxGracefulTerminationSec", "max-graceful-termination-sec"), ("maxNodeProvisionTime", "max-node-provision-time"),
        ("maxTotalUnreadyPercentage", "max-total-unready-percentage"), ("newPodScaleUpDelay", "new-pod-scale-up-delay"),
        ("okTotalUnreadyCount", "ok-total-unready-count"), ("scanInterval", "scan-interval"), ("scaleDownDelayAfterAdd", "scale-down-delay-after-add"),
        ("scaleDownDelayAfterDelete", "scale-down-delay-after-delete"), ("scaleDownDelayAfterFailure", "scale-down-delay-after-failure"),
        ("scaleDownUnneededTime", "scale-down-unneeded-time"), ("scaleDownUnreadyTime", "scale-down-unready-time"),
        ("scaleDownUtilizationThreshold", "scale-down-utilization-threshold"), ("skipNodesWithLocalStorage", "skip-nodes-with-local-storage"),
        ("skipNodesWithSystemPods", "skip-nodes-with-system-pods"),
    ];

    public static void Read(ArmFields? profile)
    {
        foreach (var (field, flag) in Flags)
        {
            _ = profile?.Text(field, $"properties.autoScalerProfile.{flag}");
        }
    }
}
