namespace Orchestrator.Manifests.Tests;

/// <summary>Small whole inputs for tests to change.</summary>
internal static class Manifest
{
    /// <summary>A native cluster with one pool. Each argument is YAML that stands in the place it names.</summary>
    public static string Native(string network = "", string controlPlane = "", string pool = "", string spec = "", string version = "v1.30.2", string poolName = "pool") => $$"""
        apiVersion: orchestrator/v1alpha1
        kind: KubernetesCluster
        metadata: {name: c1}
        spec:
          subscription: 00000000-0000-0000-0000-000000000000
          location: westeurope
          kubernetesVersion: {{version}}
          identity: {type: WorkloadIdentity, tenantId: t, clientId: c}
          network: { {{network}} }
          controlPlane: {vmSize: Standard_D2s_v3, {{controlPlane}} }
          pools:
          - {name: {{poolName}}, vmSize: Standard_D2s_v3, {{pool}} }
          {{spec}}
        """;

    /// <summary>The same cluster as CAPZ documents. Each argument is flow YAML inside the object it names.</summary>
    public static string Capz(
        string cluster = "", string network = "", string azureCluster = "", string controlPlane = "", string kubeadm = "", string machine = "",
        string pool = "", string poolMachine = "", string azurePool = "", string identity = "allowedNamespaces: {}", string config = "") => $$"""
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: Cluster
        metadata: {name: c1}
        spec:
          controlPlaneRef: {apiVersion: controlplane.cluster.x-k8s.io/v1beta1, kind: KubeadmControlPlane, name: cp}
          infrastructureRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureCluster, name: c1}
          clusterNetwork: { {{cluster}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureCluster
        metadata: {name: c1}
        spec: {subscriptionID: 00000000-0000-0000-0000-000000000000, location: westeurope, identityRef: {kind: AzureClusterIdentity, name: id}, networkSpec: { {{network}} }, {{azureCluster}} }
        ---
        apiVersion: controlplane.cluster.x-k8s.io/v1beta1
        kind: KubeadmControlPlane
        metadata: {name: cp}
        spec: {version: v1.30.2, kubeadmConfigSpec: { {{kubeadm}} }, machineTemplate: {infrastructureRef: {kind: AzureMachineTemplate, name: cp} }, {{controlPlane}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureMachineTemplate
        metadata: {name: cp}
        spec: {template: {spec: {vmSize: Standard_D2s_v3, osDisk: {osType: Linux}, {{machine}} } } }
        ---
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: MachinePool
        metadata: {name: mp}
        spec: {clusterName: c1, template: {spec: {clusterName: c1, version: v1.30.2, bootstrap: {configRef: {kind: KubeadmConfig, name: mp} }, infrastructureRef: {kind: AzureMachinePool, name: mp} } }, {{pool}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureMachinePool
        metadata: {name: mp}
        spec: {location: westeurope, template: {vmSize: Standard_D2s_v3, osDisk: {osType: Linux}, {{poolMachine}} }, {{azurePool}} }
        ---
        apiVersion: bootstrap.cluster.x-k8s.io/v1beta1
        kind: KubeadmConfig
        metadata: {name: mp}
        spec: { {{config}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureClusterIdentity
        metadata: {name: id}
        spec: {type: WorkloadIdentity, tenantID: t, clientID: c, {{identity}} }
        """;
}
