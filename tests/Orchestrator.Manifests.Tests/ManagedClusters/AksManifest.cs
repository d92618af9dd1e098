namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>Small whole AKS clusters for tests to change. Each argument is flow YAML inside the object it names.</summary>
internal static class AksManifest
{
    public static string Capz(string controlPlane = "", string pool = "", string cluster = "", string machinePool = "", string second = "", string meta = "", string version = "v1.31.2", string poolMeta = "", string mode = "System") => $$"""
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: Cluster
        metadata: {name: c1}
        spec:
          controlPlaneRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureManagedControlPlane, name: aks}
          infrastructureRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureManagedCluster, name: c1}
          clusterNetwork: { {{cluster}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureManagedControlPlane
        metadata: {name: aks, {{meta}} }
        spec: {subscriptionID: 00000000-0000-0000-0000-000000000000, location: westeurope, resourceGroupName: rg, identityRef: {kind: AzureClusterIdentity, name: id}, version: {{version}}, {{controlPlane}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureManagedCluster
        metadata: {name: c1}
        ---
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: MachinePool
        metadata: {name: mp}
        spec: {clusterName: c1, template: {spec: {clusterName: c1, bootstrap: {dataSecretName: ""}, infrastructureRef: {kind: AzureManagedMachinePool, name: pool0} } }, {{machinePool}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureManagedMachinePool
        metadata: {name: pool0, {{poolMeta}} }
        spec: {mode: {{mode}}, sku: Standard_D2s_v3, {{pool}} }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureClusterIdentity
        metadata: {name: id}
        spec: {type: WorkloadIdentity, tenantID: t, clientID: c, allowedNamespaces: {} }
        {{second}}
        """;

    /// <summary>A second pool behind <see cref="Capz"/>'s.</summary>
    public static string Pool(string fields, string name = "pool1") => $$"""
        ---
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: MachinePool
        metadata: {name: {{name}} }
        spec: {clusterName: c1, template: {spec: {clusterName: c1, bootstrap: {dataSecretName: ""}, infrastructureRef: {kind: AzureManagedMachinePool, name: {{name}} } } } }
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureManagedMachinePool
        metadata: {name: {{name}} }
        spec: {sku: Standard_D2s_v3, {{fields}} }
        """;

    public static string Native(string properties = "", string spec = "", string pool = "", string poolName = "pool0") => $$"""
        apiVersion: orchestrator/v1alpha1
        kind: ManagedCluster
        metadata: {name: c1}
        spec:
          subscription: 00000000-0000-0000-0000-000000000000
          location: westeurope
          kubernetesVersion: v1.31.2
          properties: { {{properties}} }
          pools:
          - {name: {{poolName}}, mode: System, vmSize: Standard_D2s_v3, {{pool}} }
          {{spec}}
        """;

    /// <summary>A typed cluster with a field of its control plane, of its pool of mode System, or of another.</summary>
    public static string CapzWith(string where, string field) => where switch
    {
        "controlPlane" => Capz(controlPlane: field),
        "pool" => Capz(pool: field),
        _ => Capz(second: Pool($"mode: User, {field}")),
    };
}
