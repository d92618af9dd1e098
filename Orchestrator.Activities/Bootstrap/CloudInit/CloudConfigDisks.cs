using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Bootstrap.CloudInit;

/// <summary>Cluster API's diskSetup as cloud-init's disk_setup and fs_setup.</summary>
internal static class CloudConfigDisks
{
    public static void AddTo(JsonObject config, JsonObject? diskSetup)
    {
        if (diskSetup?["partitions"] is JsonArray { Count: > 0 } partitions)
        {
            var disks = new JsonObject();
            foreach (var partition in partitions.OfType<JsonObject>())
            {
                disks[partition["device"]!.ToString()] = Renamed(partition, ("tableType", "table_type"), ("layout", "layout"), ("overwrite", "overwrite"));
            }

            config["disk_setup"] = disks;
        }

        if (diskSetup?["filesystems"] is JsonArray { Count: > 0 } filesystems)
        {
            config["fs_setup"] = new JsonArray([.. filesystems.OfType<JsonObject>().Select(static filesystem => Renamed(
                filesystem, ("label", "label"), ("filesystem", "filesystem"), ("device", "device"), ("partition", "partition"),
                ("overwrite", "overwrite"), ("replaceFS", "replace_fs"), ("extraOpts", "extra_opts")))]);
        }
    }

    private static JsonObject Renamed(JsonObject source, params ReadOnlySpan<(string From, string To)> names)
    {
        var result = new JsonObject();
        foreach (var (from, to) in names)
        {
            if (source[from] is { } value)
            {
                result[to] = value.DeepClone();
            }
        }

        return result;
    }
}
