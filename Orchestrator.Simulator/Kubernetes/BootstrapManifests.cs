using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>What kubeadm's addon and bootstrap-token phases create, as far as anyone looks at it.</summary>
internal static class BootstrapManifests
{
    public const string Rbac = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: cluster-admin}
        rules:
        - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
        - {nonResourceURLs: ["*"], verbs: ["*"]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: "kubeadm:cluster-admins"}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "kubeadm:cluster-admins"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: "kubeadm:bootstrap-signer-clusterinfo", namespace: kube-public}
        rules:
        - {apiGroups: [""], resources: [configmaps], resourceNames: [cluster-info], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: "kubeadm:bootstrap-signer-clusterinfo", namespace: kube-public}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "kubeadm:bootstrap-signer-clusterinfo"}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "system:anonymous"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: "kubeadm:nodes-kubeadm-config", namespace: kube-system}
        rules:
        - {apiGroups: [""], resources: [configmaps], resourceNames: [kubeadm-config, kubelet-config], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: "kubeadm:nodes-kubeadm-config", namespace: kube-system}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: "kubeadm:nodes-kubeadm-config"}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:bootstrappers:kubeadm:default-node-token"}
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:nodes"}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: "system:node-bootstrapper"}
        rules:
        - {apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create, get, list, watch]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: "kubeadm:kubelet-bootstrap"}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:node-bootstrapper"}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:bootstrappers:kubeadm:default-node-token"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: "kubeadm:get-nodes"}
        rules:
        - {apiGroups: [""], resources: [nodes], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: "kubeadm:get-nodes"}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "kubeadm:get-nodes"}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:bootstrappers:kubeadm:default-node-token"}]
        """;

    public const string CoreDns = """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: coredns, namespace: kube-system}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: coredns, namespace: kube-system}
        data: {Corefile: ".:53 {\n    errors\n    health\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n}\n"}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        spec: {selector: {k8s-app: kube-dns}, clusterIP: 10.96.0.10, ports: [{name: dns, port: 53, protocol: UDP}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: coredns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        spec:
          replicas: 2
          selector: {matchLabels: {k8s-app: kube-dns}}
          template:
            metadata: {labels: {k8s-app: kube-dns}}
            spec:
              serviceAccountName: coredns
              nodeSelector: {kubernetes.io/os: linux}
              tolerations:
              - {key: CriticalAddonsOnly, operator: Exists}
              - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
              containers: [{name: coredns, image: "registry.k8s.io/coredns/coredns:v1.11.3"}]
        """;

    public static string KubeProxy(string version) => $$$"""
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: kube-proxy, namespace: kube-system}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kube-proxy, namespace: kube-system}
        data: {config.conf: "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: kube-proxy, namespace: kube-system, labels: {k8s-app: kube-proxy}}
        spec:
          selector: {matchLabels: {k8s-app: kube-proxy}}
          template:
            metadata: {labels: {k8s-app: kube-proxy}}
            spec:
              hostNetwork: true
              serviceAccountName: kube-proxy
              nodeSelector: {kubernetes.io/os: linux}
              tolerations: [{operator: Exists}]
              containers: [{name: kube-proxy, image: "registry.k8s.io/kube-proxy:{{{version}}}"}]
        """;

    public static string Workload(SampleWorkload workload) => $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{{workload.Name}}}, namespace: {{{workload.Namespace}}}}
        spec:
          replicas: {{{workload.Replicas}}}
          selector: {matchLabels: {app: {{{workload.Name}}}}}
          template:
            metadata: {labels: {app: {{{workload.Name}}}}}
            spec:
              containers: [{name: main, image: "registry.k8s.io/pause:3.10"}]
        """ + Budget(workload);

    private static string Budget(SampleWorkload workload) => (workload.MinAvailable, workload.MaxUnavailable) switch
    {
        (null, null) => "",
        ({ } minimum, _) => Budget(workload, $"minAvailable: {minimum}"),
        (_, { } maximum) => Budget(workload, $"maxUnavailable: {maximum}"),
    };

    private static string Budget(SampleWorkload workload, string rule) => "\n" + $$$"""
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: {{{workload.Name}}}, namespace: {{{workload.Namespace}}}}
        spec: {selector: {matchLabels: {app: {{{workload.Name}}}}}, {{{rule}}}}
        """;
}
