using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>The conditions in an object's status.</summary>
internal static class Conditions
{
    /// <summary>True, False, Unknown, or null when there is no such condition.</summary>
    public static string? Status(JsonObject item, string type) =>
        (item["status"]?["conditions"] as JsonArray)?.FirstOrDefault(condition => condition?["type"]?.ToString() == type)?["status"]?.ToString();

    /// <summary>Sets one condition; its transition time changes only with its status.</summary>
    public static void Set(JsonObject item, string type, string status, string reason, string message, string now)
    {
        var holder = item["status"] as JsonObject;
        if (holder is null)
        {
            item["status"] = holder = [];
        }

        if (holder["conditions"] is not JsonArray conditions)
        {
            holder["conditions"] = conditions = [];
        }

        var before = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition["type"]?.ToString() == type);
        var since = before is not null && before["status"]?.ToString() == status ? before["lastTransitionTime"]?.ToString() ?? now : now;
        var after = new JsonObject { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = since };
        if (reason.Length > 0)
        {
            after["reason"] = reason;
            after["message"] = message;
        }

        if (before is null)
        {
            conditions.Add(after);
        }
        else
        {
            conditions[conditions.IndexOf(before)] = after;
        }
    }
}
