using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>RFC 7396, and on top of it Kubernetes' way to merge lists by key (strategic merge and server-side apply).</summary>
internal static class MergePatch
{
    /// <summary>Lists that Kubernetes merges, and the field by which; all others are replaced whole (taints and tolerations among them).</summary>
    private static readonly Dictionary<string, string> MergeKeys = new(StringComparer.Ordinal)
    {
        ["conditions"] = "type",
        ["addresses"] = "type",
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["volumeMounts"] = "mountPath",
        ["ports"] = "containerPort|port",
        ["imagePullSecrets"] = "name",
        ["ownerReferences"] = "uid",
        ["hostAliases"] = "ip",
        ["topologySpreadConstraints"] = "topologyKey",
    };

    public static JsonObject Apply(JsonObject target, JsonObject patch) => Merge(target, patch, mergesLists: false);

    public static JsonObject ApplyStrategic(JsonObject target, JsonObject patch) => Merge(target, patch, mergesLists: true);

    private static JsonObject Merge(JsonObject target, JsonObject patch, bool mergesLists)
    {
        if (mergesLists && patch["$patch"]?.ToString() == "replace")
        {
            return Plain(patch);
        }

        var result = (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (mergesLists && name.StartsWith('$'))
            {
                Directive(result, name, value);
            }
            else if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = (result[name], value) switch
                {
                    (JsonObject before, JsonObject change) => Merge(before, change, mergesLists),
                    (_, JsonObject change) => Merge([], change, mergesLists),
                    (JsonArray before, JsonArray change) when mergesLists => MergeList(name, before, change),
                    (_, JsonArray change) when mergesLists => MergeList(name, [], change),
                    _ => value?.DeepClone(),
                };
            }
        }

        return result;
    }

    private static void Directive(JsonObject target, string name, JsonNode? value)
    {
        const string DeleteFromList = "$deleteFromPrimitiveList/";
        if (name.StartsWith(DeleteFromList, StringComparison.Ordinal) && target[name[DeleteFromList.Length..]] is JsonArray list)
        {
            var gone = (value as JsonArray ?? []).Select(static item => item?.ToString()).ToHashSet(StringComparer.Ordinal);
            target[name[DeleteFromList.Length..]] = new JsonArray([.. list.Where(item => !gone.Contains(item?.ToString())).Select(static item => item?.DeepClone())]);
        }
        else if (name == "$retainKeys" && value is JsonArray keys)
        {
            var kept = keys.Select(static key => key?.ToString()).ToHashSet(StringComparer.Ordinal);
            foreach (var key in target.Select(static pair => pair.Key).Where(key => !kept.Contains(key)).ToList())
            {
                target.Remove(key);
            }
        }
    }

    private static JsonArray MergeList(string name, JsonArray before, JsonArray change)
    {
        if (name == "finalizers")
        {
            return new JsonArray([.. before.Concat(change).Select(static item => item!.ToString()).Distinct().Select(static item => (JsonNode)item)]);
        }

        if (!MergeKeys.TryGetValue(name, out var keys) || change.OfType<JsonObject>().Any(static item => item["$patch"]?.ToString() == "replace"))
        {
            return new JsonArray([.. change.Where(static item => (item as JsonObject)?["$patch"]?.ToString() != "replace").Select(static item => item is JsonObject map ? Plain(map) : item?.DeepClone())]);
        }

        var result = before.Select(static item => item?.DeepClone()).ToList();
        foreach (var item in change.OfType<JsonObject>())
        {
            var index = result.FindIndex(existing => KeyOf(existing, keys) == KeyOf(item, keys));
            var isDeletion = item["$patch"]?.ToString() == "delete";
            if (index >= 0)
            {
                result[index] = isDeletion ? null : Merge((JsonObject)result[index]!, item, mergesLists: true);
            }
            else if (!isDeletion)
            {
                result.Add(Merge([], item, mergesLists: true));
            }
        }

        return new JsonArray([.. result.Where(static item => item is not null)]);
    }

    private static string KeyOf(JsonNode? item, string keys) => keys.Split('|').Select(key => item?[key]?.ToString()).FirstOrDefault(static value => value is not null) ?? "";

    private static JsonObject Plain(JsonObject patch) =>
        new(patch.Where(static pair => !pair.Key.StartsWith('$')).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
