using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Role-based access from the cluster's own roles and bindings.</summary>
internal static class Authorization
{
    private static readonly ResourceType ClusterRoles = ResourceTypes.Find("rbac.authorization.k8s.io", "clusterroles");
    private static readonly ResourceType ClusterRoleBindings = ResourceTypes.Find("rbac.authorization.k8s.io", "clusterrolebindings");
    private static readonly ResourceType Roles = ResourceTypes.Find("rbac.authorization.k8s.io", "roles");
    private static readonly ResourceType RoleBindings = ResourceTypes.Find("rbac.authorization.k8s.io", "rolebindings");

    /// <exception cref="KubernetesError">The user may not do this.</exception>
    public static void Check(SimulatedCluster cluster, ApiUser user, string verb, ResourcePath path)
    {
        var resource = path.Subresource.Length > 0 ? $"{path.Plural}/{path.Subresource}" : path.Plural;
        bool Allows(JsonObject rule) => Has(rule, "verbs", verb) && Has(rule, "apiGroups", path.Group)
            && (Has(rule, "resources", resource) || Has(rule, "resources", "*/" + path.Subresource))
            && (rule["resourceNames"] is not JsonArray { Count: > 0 } || Has(rule, "resourceNames", path.Name));

        if (IsAdministrator(user) || RulesFor(cluster, user, path.Namespace).Any(Allows))
        {
            return;
        }

        var where = path.Namespace.Length > 0 ? $"in the namespace \"{path.Namespace}\"" : "at the cluster scope";
        var what = path.Group.Length > 0 ? $"{path.Plural}.{path.Group}" : path.Plural;
        var item = path.Name.Length > 0 ? $"{what} \"{path.Name}\"" : what;
        throw KubernetesError.Forbidden(
            $"{item} is forbidden: User \"{user.Name}\" cannot {verb} resource \"{resource}\" in API group \"{path.Group}\" {where}", what, path.Name);
    }

    /// <exception cref="KubernetesError">The user may not read this path.</exception>
    public static void CheckPath(SimulatedCluster cluster, ApiUser user, string path)
    {
        // Discovery is open to whoever is authenticated.
        if (IsAdministrator(user) || !user.IsAnonymous || RulesFor(cluster, user, "").Any(rule => Has(rule, "nonResourceURLs", path)))
        {
            return;
        }

        throw KubernetesError.Forbidden($"forbidden: User \"{user.Name}\" cannot get path \"{path}\"", "", "");
    }

    private static bool IsAdministrator(ApiUser user) => user.Groups.Contains("system:masters");

    private static IEnumerable<JsonObject> RulesFor(SimulatedCluster cluster, ApiUser user, string @namespace)
    {
        var bindings = cluster.Objects.List(ClusterRoleBindings).Concat(@namespace.Length > 0 ? cluster.Objects.List(RoleBindings, @namespace) : []);
        foreach (var binding in bindings.Where(binding => Subjects(binding).Any(subject => Is(user, subject))))
        {
            var reference = binding.Value["roleRef"];
            var key = reference?["kind"]?.ToString() == "Role"
                ? ObjectKey.Of(Roles, binding.Key.Namespace, reference["name"]?.ToString() ?? "")
                : ObjectKey.Of(ClusterRoles, "", reference?["name"]?.ToString() ?? "");
            foreach (var rule in cluster.Objects.Get(key)?.Value["rules"] as JsonArray ?? [])
            {
                yield return (JsonObject)rule!;
            }
        }
    }

    private static IEnumerable<JsonObject> Subjects(StoredObject binding) => (binding.Value["subjects"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool Is(ApiUser user, JsonObject subject) => subject["kind"]?.ToString() switch
    {
        "User" => subject["name"]?.ToString() == user.Name,
        "Group" => user.Groups.Contains(subject["name"]?.ToString() ?? ""),
        _ => false,
    };

    private static bool Has(JsonObject rule, string field, string wanted) =>
        (rule[field] as JsonArray ?? []).Any(value => value?.ToString() is { } text && (text == "*" || text == wanted));
}
