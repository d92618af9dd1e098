using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;

namespace Orchestrator.Activities.Nodes.Upgrades;

/// <summary>The access rules that kubeadm of a newer minor counts on when a machine joins, and that an older <c>kubeadm init</c> did not make.</summary>
internal static class BootstrapAccess
{
    private const string Rbac = "apis/rbac.authorization.k8s.io/v1";
    private const string Bootstrappers = "system:bootstrappers:kubeadm:default-node-token";

    public static async Task EnsureAsync(KubernetesClient client, CancellationToken cancellation)
    {
        foreach (var (path, body) in Objects())
        {
            var response = await client.PostAsync($"{Rbac}/{path}", body, cancellation);
            if (response.StatusCode != 409)
            {
                response.Expect($"create {body["kind"]} {body.Name()}");
            }
        }
    }

    private static IEnumerable<(string Path, JsonObject Body)> Objects()
    {
        // A joining machine looks whether a node of its name exists already.
        yield return ("clusterroles", Resource("ClusterRole", "kubeadm:get-nodes", null, ("rules", new JsonArray(new JsonObject
        {
            ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray("nodes"), ["verbs"] = new JsonArray("get"),
        }))));
        yield return ("clusterrolebindings", Binding("ClusterRoleBinding", "kubeadm:get-nodes", null, "ClusterRole", "kubeadm:get-nodes", Bootstrappers));

        // From 1.29 on, admin.conf of a control-plane machine is no longer in system:masters but in this group.
        yield return ("clusterrolebindings", Binding("ClusterRoleBinding", "kubeadm:cluster-admins", null, "ClusterRole", "cluster-admin", "kubeadm:cluster-admins"));

        // From 1.24 on, kubelet-config has no version in its name.
        yield return ("namespaces/kube-system/roles", Resource("Role", "kubeadm:kubelet-config", "kube-system", ("rules", new JsonArray(new JsonObject
        {
            ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray("configmaps"), ["resourceNames"] = new JsonArray("kubelet-config"), ["verbs"] = new JsonArray("get"),
        }))));
        yield return ("namespaces/kube-system/rolebindings", Binding(
            "RoleBinding", "kubeadm:kubelet-config", "kube-system", "Role", "kubeadm:kubelet-config", "system:nodes", Bootstrappers));
    }

    private static JsonObject Binding(string kind, string name, string? @namespace, string roleKind, string role, params ReadOnlySpan<string> groups)
    {
        var subjects = new JsonArray();
        foreach (var group in groups)
        {
            subjects.Add(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = group });
        }

        var body = Resource(kind, name, @namespace, ("subjects", subjects));
        body["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = roleKind, ["name"] = role };
        return body;
    }

    private static JsonObject Resource(string kind, string name, string? @namespace, (string Name, JsonNode Value) member)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return new JsonObject { ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = kind, ["metadata"] = metadata, [member.Name] = member.Value };
    }
}
