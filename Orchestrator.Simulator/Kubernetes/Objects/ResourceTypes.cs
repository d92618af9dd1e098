using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>The resources that Kubernetes itself serves, and those that a cluster's CustomResourceDefinitions add.</summary>
internal static class ResourceTypes
{
    /// <summary>One line per type: group/version plural Kind scope status short-names.</summary>
    private const string Table = """
        v1 namespaces Namespace cluster status ns
        v1 nodes Node cluster status no
        v1 pods Pod namespaced status po
        v1 secrets Secret namespaced -
        v1 configmaps ConfigMap namespaced - cm
        v1 serviceaccounts ServiceAccount namespaced - sa
        v1 services Service namespaced status svc
        v1 endpoints Endpoints namespaced - ep
        v1 events Event namespaced - ev
        v1 persistentvolumes PersistentVolume cluster status pv
        v1 persistentvolumeclaims PersistentVolumeClaim namespaced status pvc
        v1 limitranges LimitRange namespaced - limits
        v1 resourcequotas ResourceQuota namespaced status quota
        v1 replicationcontrollers ReplicationController namespaced status rc
        v1 podtemplates PodTemplate namespaced -
        apps/v1 deployments Deployment namespaced status deploy
        apps/v1 daemonsets DaemonSet namespaced status ds
        apps/v1 replicasets ReplicaSet namespaced status rs
        apps/v1 statefulsets StatefulSet namespaced status sts
        apps/v1 controllerrevisions ControllerRevision namespaced -
        batch/v1 jobs Job namespaced status
        batch/v1 cronjobs CronJob namespaced status cj
        policy/v1 poddisruptionbudgets PodDisruptionBudget namespaced status pdb
        rbac.authorization.k8s.io/v1 clusterroles ClusterRole cluster -
        rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding cluster -
        rbac.authorization.k8s.io/v1 roles Role namespaced -
        rbac.authorization.k8s.io/v1 rolebindings RoleBinding namespaced -
        coordination.k8s.io/v1 leases Lease namespaced -
        storage.k8s.io/v1 volumeattachments VolumeAttachment cluster status
        storage.k8s.io/v1 storageclasses StorageClass cluster - sc
        storage.k8s.io/v1 csidrivers CSIDriver cluster -
        storage.k8s.io/v1 csinodes CSINode cluster -
        networking.k8s.io/v1 networkpolicies NetworkPolicy namespaced - netpol
        networking.k8s.io/v1 ingresses Ingress namespaced status ing
        networking.k8s.io/v1 ingressclasses IngressClass cluster -
        discovery.k8s.io/v1 endpointslices EndpointSlice namespaced -
        events.k8s.io/v1 events Event namespaced - ev
        scheduling.k8s.io/v1 priorityclasses PriorityClass cluster - pc
        node.k8s.io/v1 runtimeclasses RuntimeClass cluster -
        autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler namespaced status hpa
        certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest cluster status csr
        admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration cluster -
        admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration cluster -
        admissionregistration.k8s.io/v1 validatingadmissionpolicies ValidatingAdmissionPolicy cluster status
        admissionregistration.k8s.io/v1 validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding cluster -
        apiregistration.k8s.io/v1 apiservices APIService cluster status
        apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition cluster status crd crds
        flowcontrol.apiserver.k8s.io/v1 flowschemas FlowSchema cluster status
        flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations PriorityLevelConfiguration cluster status
        """;

    public static readonly IReadOnlyList<ResourceType> BuiltIn = [.. Table.Split('\n').Select(Parse)];

    public static readonly ResourceType Nodes = Find("", "nodes");

    public static readonly ResourceType Pods = Find("", "pods");

    public static readonly ResourceType Namespaces = Find("", "namespaces");

    public static readonly ResourceType Secrets = Find("", "secrets");

    public static readonly ResourceType ConfigMaps = Find("", "configmaps");

    public static readonly ResourceType ServiceAccounts = Find("", "serviceaccounts");

    public static readonly ResourceType Deployments = Find("apps", "deployments");

    public static readonly ResourceType ReplicaSets = Find("apps", "replicasets");

    public static readonly ResourceType DaemonSets = Find("apps", "daemonsets");

    public static readonly ResourceType PodDisruptionBudgets = Find("policy", "poddisruptionbudgets");

    public static readonly ResourceType CustomResourceDefinitions = Find("apiextensions.k8s.io", "customresourcedefinitions");

    public static ResourceType Find(string group, string plural) => BuiltIn.First(type => type.Group == group && type.Plural == plural);

    /// <summary>The types, one per served version, that a CustomResourceDefinition adds.</summary>
    public static IEnumerable<ResourceType> Of(JsonObject definition)
    {
        var spec = definition["spec"];
        var names = spec?["names"];
        foreach (var version in (spec?["versions"] as JsonArray ?? []).OfType<JsonObject>().Where(static version => version["served"]?.GetValue<bool>() is true))
        {
            yield return new ResourceType(
                spec!["group"]?.ToString() ?? "", version["name"]?.ToString() ?? "", names?["plural"]?.ToString() ?? "", names?["kind"]?.ToString() ?? "",
                spec["scope"]?.ToString() == "Namespaced",
                [.. (names?["shortNames"] as JsonArray ?? []).Select(static name => name!.ToString())],
                version["subresources"]?["status"] is not null);
        }
    }

    private static ResourceType Parse(string line)
    {
        var fields = line.Split(' ');
        var slash = fields[0].IndexOf('/');
        return new ResourceType(
            slash < 0 ? "" : fields[0][..slash], fields[0][(slash + 1)..], fields[1], fields[2], fields[3] == "namespaced", fields[5..], fields[4] == "status");
    }
}
