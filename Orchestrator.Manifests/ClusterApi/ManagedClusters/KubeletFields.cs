using Orchestrator.Manifests.Arm;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

internal static class KubeletFields
{
    public static void Read(ArmFields? kubelet)
    {
        if (kubelet is null)
        {
            return;
        }

        _ = kubelet.Text("cpuManagerPolicy", "kubeletConfig.cpuManagerPolicy", "none", "static");
        _ = kubelet.Flag("cpuCfsQuota", "kubeletConfig.cpuCfsQuota");
        _ = kubelet.Text("cpuCfsQuotaPeriod", "kubeletConfig.cpuCfsQuotaPeriod");
        _ = kubelet.Number("imageGcHighThreshold", "kubeletConfig.imageGcHighThreshold", 0, 100);
        _ = kubelet.Number("imageGcLowThreshold", "kubeletConfig.imageGcLowThreshold", 0, 100);
        _ = kubelet.Text("topologyManagerPolicy", "kubeletConfig.topologyManagerPolicy", "none", "best-effort", "restricted", "single-numa-node");
        _ = kubelet.Strings("allowedUnsafeSysctls", "kubeletConfig.allowedUnsafeSysctls");
        _ = kubelet.Flag("failSwapOn", "kubeletConfig.failSwapOn");
        _ = kubelet.Number("containerLogMaxSizeMB", "kubeletConfig.containerLogMaxSizeMB");
        _ = kubelet.Number("containerLogMaxFiles", "kubeletConfig.containerLogMaxFiles", least: 2);
        _ = kubelet.Number("podMaxPids", "kubeletConfig.podMaxPids", least: -1);
    }
}
