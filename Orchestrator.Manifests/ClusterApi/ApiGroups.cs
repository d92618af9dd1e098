namespace Orchestrator.Manifests.ClusterApi;

internal static class ApiGroups
{
    public const string Core = "cluster.x-k8s.io";
    public const string Bootstrap = "bootstrap.cluster.x-k8s.io";
    public const string ControlPlane = "controlplane.cluster.x-k8s.io";
    public const string Infrastructure = "infrastructure.cluster.x-k8s.io";
    public const string Version = "v1beta1";

    /// <summary>Kinds of Cluster API and CAPZ that we know of and do not carry out yet.</summary>
    public static IReadOnlyList<string> UnsupportedKinds { get; } =
    [
        "MachineDeployment", "MachineSet", "Machine", "MachineHealthCheck", "ClusterClass", "ClusterResourceSet", "MachineDrainRule",
        "KubeadmConfigTemplate", "KubeadmControlPlaneTemplate", "AzureMachine", "AzureClusterTemplate", "AzureMachinePoolMachine",
        "AzureManagedClusterTemplate", "AzureManagedControlPlaneTemplate", "AzureManagedMachinePoolTemplate", "AzureASOManagedClusterTemplate", "AzureASOManagedControlPlaneTemplate", "AzureASOManagedMachinePoolTemplate",
        "RKE2ControlPlane", "RKE2ControlPlaneTemplate", "RKE2ConfigTemplate", "HelmChartProxy",
    ];
}
