using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Kubernetes.Controllers;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Create and update, with the checks and defaults of the API server.</summary>
internal sealed partial class ObjectChanges(SimulatedCluster cluster)
{
    public StoredObject Create(ResourceType type, ResourcePath path, JsonObject body, bool isDryRun)
    {
        var metadata = CheckKind(type, body);
        var name = NameFor(type, path, metadata);
        var @namespace = NamespaceFor(type, path, metadata);
        var key = ObjectKey.Of(type, @namespace, name);
        if (cluster.Objects.Get(key) is not null)
        {
            throw KubernetesError.AlreadyExists(ObjectRequests.NameOf(type), name);
        }

        if (type.IsNamespaced && cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Namespaces, "", @namespace)) is null)
        {
            throw KubernetesError.NotFound("namespaces", @namespace);
        }

        metadata["name"] = name;
        if (type.IsNamespaced)
        {
            metadata["namespace"] = @namespace;
        }

        metadata.Remove("deletionTimestamp");
        ObjectShapes.Check(type, body);
        Complete(type, body);
        return isDryRun ? new StoredObject(key, body, 0) : type == ResourceTypes.Namespaces ? NamespaceObjects.Create(cluster, body) : cluster.Objects.Put(key, body);
    }

    public StoredObject Update(ResourceType type, StoredObject existing, JsonObject body, string subresource, bool isDryRun)
    {
        var metadata = CheckKind(type, body);
        if ((metadata["name"]?.ToString() ?? existing.Key.Name) != existing.Key.Name)
        {
            throw KubernetesError.BadRequest($"the name of the object ({metadata["name"]}) does not match the name on the URL ({existing.Key.Name})");
        }

        if (metadata["resourceVersion"]?.ToString() is { Length: > 0 } version && version != existing.Value["metadata"]!["resourceVersion"]!.ToString())
        {
            throw KubernetesError.Conflict(ObjectRequests.NameOf(type), existing.Key.Name);
        }

        if (metadata["uid"]?.ToString() is { Length: > 0 } uid && uid != existing.Uid)
        {
            throw KubernetesError.Conflict(ObjectRequests.NameOf(type), existing.Key.Name);
        }

        CheckImmutable(type, existing, body);
        var changed = Merged(type, existing, body, subresource);
        ObjectShapes.Check(type, changed);
        if (isDryRun)
        {
            return existing.As(changed);
        }

        if (existing.IsTerminating && changed["metadata"]!["finalizers"] is not JsonArray { Count: > 0 } && type != ResourceTypes.Pods)
        {
            cluster.Objects.Remove(existing.Key);
            return existing;
        }

        return cluster.Objects.Put(existing.Key, changed);
    }

    /// <summary>Status changes only through its subresource, everything else only outside of it.</summary>
    private static JsonObject Merged(ResourceType type, StoredObject existing, JsonObject body, string subresource)
    {
        var changed = subresource == "status" ? existing.Copy() : (JsonObject)body.DeepClone();
        if (subresource == "status")
        {
            changed["status"] = body["status"]?.DeepClone();
        }
        else if (type.HasStatus)
        {
            changed["status"] = existing.Value["status"]?.DeepClone();
        }

        var metadata = (JsonObject)changed["metadata"]!;
        foreach (var field in (string[])["namespace", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"])
        {
            metadata[field] = existing.Value["metadata"]![field]?.DeepClone();
        }

        metadata["name"] = existing.Key.Name;
        changed["apiVersion"] ??= existing.Value["apiVersion"]?.DeepClone();
        changed["kind"] ??= existing.Value["kind"]?.DeepClone();
        MergeStringData(type, changed);
        return changed;
    }

    private static JsonObject CheckKind(ResourceType type, JsonObject body)
    {
        body["apiVersion"] ??= type.GroupVersion;
        body["kind"] ??= type.Kind;
        if (body["apiVersion"]!.ToString() != type.GroupVersion || body["kind"]!.ToString() != type.Kind)
        {
            throw KubernetesError.BadRequest($"the object provided is unrecognized: got {body["apiVersion"]} {body["kind"]}, want {type.GroupVersion} {type.Kind}");
        }

        if (body["metadata"] is not JsonObject metadata)
        {
            body["metadata"] = metadata = [];
        }

        return metadata;
    }

    private string NameFor(ResourceType type, ResourcePath path, JsonObject metadata)
    {
        var name = metadata["name"]?.ToString() is { Length: > 0 } given ? given
            : metadata["generateName"]?.ToString() is { Length: > 0 } prefix ? prefix + PodTemplates.RandomSuffix(cluster)
            : path.Name.Length > 0 ? path.Name
            : throw KubernetesError.Invalid(type.Kind, "", "metadata.name", "Required value: name or generateName is required");
        var isValid = type.Group == "rbac.authorization.k8s.io" ? !name.AsSpan().ContainsAny("/%") : name.Length <= 253 && Subdomain().IsMatch(name);
        return isValid ? name : throw KubernetesError.Invalid(type.Kind, name, "metadata.name", $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
    }

    private static string NamespaceFor(ResourceType type, ResourcePath path, JsonObject metadata)
    {
        if (!type.IsNamespaced)
        {
            return "";
        }

        var @namespace = path.Namespace.Length > 0 ? path.Namespace : throw KubernetesError.MethodNotAllowed();
        return (metadata["namespace"]?.ToString() ?? @namespace) == @namespace
            ? @namespace : throw KubernetesError.BadRequest($"the namespace of the provided object does not match the namespace sent on the request ({metadata["namespace"]}, {@namespace})");
    }

    private static void CheckImmutable(ResourceType type, StoredObject existing, JsonObject body)
    {
        if (type.Group == "apps" && body["spec"]?["selector"] is { } selector && !JsonNode.DeepEquals(selector, existing.Value["spec"]?["selector"]))
        {
            throw KubernetesError.Invalid(type.Kind, existing.Key.Name, "spec.selector", "Invalid value: field is immutable");
        }

        var before = existing.Value["spec"]?["providerID"]?.ToString();
        if (type == ResourceTypes.Nodes && before is not null && body["spec"]?["providerID"]?.ToString() is { } after && after != before)
        {
            throw KubernetesError.Invalid(type.Kind, existing.Key.Name, "spec.providerID", "Forbidden: node updates may not change providerID except from \"\" to valid");
        }
    }

    private static void Complete(ResourceType type, JsonObject body)
    {
        MergeStringData(type, body);
        if (type == ResourceTypes.Pods)
        {
            PodTemplates.Complete(body);
        }
        else if (type.Group == "apps" && body["spec"] is JsonObject spec)
        {
            if (type == ResourceTypes.Deployments || type == ResourceTypes.ReplicaSets)
            {
                spec["replicas"] ??= 1;
            }

            body["status"] = new JsonObject();
        }
        else if (type == ResourceTypes.CustomResourceDefinitions)
        {
            body["status"] = new JsonObject
            {
                ["acceptedNames"] = body["spec"]?["names"]?.DeepClone(),
                ["conditions"] = new JsonArray(
                    new JsonObject { ["type"] = "NamesAccepted", ["status"] = "True", ["reason"] = "NoConflicts" },
                    new JsonObject { ["type"] = "Established", ["status"] = "True", ["reason"] = "InitialNamesAccepted" }),
            };
        }
    }

    private static void MergeStringData(ResourceType type, JsonObject body)
    {
        if (type != ResourceTypes.Secrets)
        {
            return;
        }

        body["type"] ??= "Opaque";
        if (body["stringData"] is JsonObject text)
        {
            var data = body["data"]?.DeepClone() as JsonObject ?? [];
            foreach (var (key, value) in text)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value?.ToString() ?? ""));
            }

            body["data"] = data;
            body.Remove("stringData");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
