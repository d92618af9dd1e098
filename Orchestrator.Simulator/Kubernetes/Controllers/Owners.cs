using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Who controls what: the ownerReferences of objects.</summary>
internal static class Owners
{
    public static JsonObject? ControllerOf(StoredObject item) =>
        (item.Value["metadata"]?["ownerReferences"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(static owner => owner["controller"]?.GetValue<bool>() is true);

    public static bool IsControlledBy(StoredObject item, StoredObject owner) => ControllerOf(item)?["uid"]?.ToString() == owner.Uid;

    public static JsonArray Reference(string apiVersion, string kind, StoredObject owner) => new(new JsonObject
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["name"] = owner.Key.Name,
        ["uid"] = owner.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    });
}
