using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>What AKS puts into a new cluster, as far as anyone looks at it: the add-ons whose pods and budgets a drain meets.</summary>
internal static class ManagedManifests
{
    private const string Registry = "mcr.microsoft.com/oss/kubernetes";

    public static string Of(ManagedControlPlane controlPlane) => string.Join("\n---\n",
    [
        Roles,
        Deployment("coredns", "k8s-app: kube-dns", $"{Registry}/coredns:v1.11.3", 2), Budget("coredns-pdb", "k8s-app: kube-dns"),
        Deployment("coredns-autoscaler", "k8s-app: coredns-autoscaler", $"{Registry}/autoscaler/cluster-proportional-autoscaler:v1.8.11", 1),
        Deployment("konnectivity-agent", "app: konnectivity-agent", $"{Registry}/apiserver-network-proxy/agent:v0.30.3", 2), Budget("konnectivity-agent", "app: konnectivity-agent"),
        Deployment("metrics-server", "k8s-app: metrics-server", $"{Registry}/metrics-server:v0.7.2", 2), Budget("metrics-server-pdb", "k8s-app: metrics-server"),
        Daemon("kube-proxy", $"{Registry}/kube-proxy:v{controlPlane.Version}"),
        Daemon("cloud-node-manager", $"{Registry}/azure-cloud-node-manager:v1.32.0"),
        Daemon("csi-azuredisk-node", $"{Registry}-csi/azuredisk-csi:v1.31.5"),
        .. controlPlane.BringsNetwork ? [Daemon("azure-cns", "mcr.microsoft.com/containernetworking/azure-cns:v1.6.21")] : Array.Empty<string>(),
    ]);

    private const string Roles = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: cluster-admin}
        rules:
        - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
        - {nonResourceURLs: ["*"], verbs: ["*"]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        spec: {selector: {k8s-app: kube-dns}, clusterIP: 10.0.0.10, ports: [{name: dns, port: 53, protocol: UDP}]}
        """;

    private static string Deployment(string name, string label, string image, int replicas) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
          namespace: kube-system
          labels:
            {{label}}
            kubernetes.azure.com/managedby: aks
        spec:
          replicas: {{replicas}}
          selector:
            matchLabels:
              {{label}}
          template:
            metadata:
              labels:
                {{label}}
            spec:
              priorityClassName: system-cluster-critical
              nodeSelector: {kubernetes.io/os: linux}
              tolerations: [{key: CriticalAddonsOnly, operator: Exists}]
              containers:
              - name: {{name}}
                image: {{image}}
        """;

    private static string Budget(string name, string label) => $$"""
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: {{name}}
          namespace: kube-system
          labels: {kubernetes.azure.com/managedby: aks}
        spec:
          minAvailable: 1
          selector:
            matchLabels:
              {{label}}
        """;

    private static string Daemon(string name, string image) => $$"""
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: {{name}}
          namespace: kube-system
          labels:
            component: {{name}}
            kubernetes.azure.com/managedby: aks
        spec:
          selector:
            matchLabels:
              component: {{name}}
          template:
            metadata:
              labels:
                component: {{name}}
            spec:
              hostNetwork: true
              priorityClassName: system-node-critical
              nodeSelector: {kubernetes.io/os: linux}
              tolerations: [{operator: Exists}]
              containers:
              - name: {{name}}
                image: {{image}}
        """;
}
