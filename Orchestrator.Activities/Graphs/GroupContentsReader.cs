using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// Tells whose the resources are in groups that were made for a cluster: one list for each group, and more reads only about what is neither recorded nor tagged.
/// What nobody can account for is somebody else's.
/// </summary>
public sealed class GroupContentsReader(ClusterVolumes volumes)
{
    private const string NotMade = "it was not made for the cluster";
    private static readonly string[] HeldTypes = [ArmTypes.VirtualMachine, ArmTypes.NetworkInterface, ArmTypes.Disk];

    /// <exception cref="OrchestratorException">Azure refused a read.</exception>
    public async Task<GroupContents> ReadAsync(
        ClusterSpec spec, IEnumerable<string> groups, IReadOnlySet<string> recorded, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var listed = new SortedDictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            var (items, error) = await arm.ListGroupAsync(group, operationId, cancellation).ConfigureAwait(false);
            Throw(error);
            foreach (var item in items)
            {
                listed[(string)item["id"]!] = item;
            }
        }

        var ours = listed.Where(r => recorded.Contains(r.Key) || ClusterTags.AreOwned(spec, r.Value)).Select(static r => r.Key).Concat(recorded).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unclear = listed.Where(r => !IsPartOf(r.Key, ours) && !IsHeld(r.Value, ours) && !HolderIsListed(r.Key, listed)).ToList();
        var held = await HeldAsync([.. unclear.Select(static r => r.Key).Where(static id => HeldTypes.Contains(ResourceId.TypeOf(id)))], ours, arm, operationId, cancellation).ConfigureAwait(false);
        unclear.RemoveAll(r => held.Contains(r.Key));
        var services = unclear.Where(r => WorkloadResources.AreServices(spec, r.Key, r.Value)).Select(static r => r.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        unclear.RemoveAll(r => services.Contains(r.Key));
        var (disks, foreign) = await JudgeAsync(spec, unclear, cancellation).ConfigureAwait(false);
        var others = foreign.Select(static f => f.ResourceId).Concat(services).Concat(disks).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new GroupContents(foreign, [.. services, .. disks], [.. listed.Keys.Where(id => !IsPartOf(id, others))]);
    }

    private async Task<(List<string> Disks, List<KeptResource> Foreign)> JudgeAsync(ClusterSpec spec, List<KeyValuePair<string, JsonObject>> unclear, CancellationToken cancellation)
    {
        var (disks, foreign) = (new List<string>(), new List<KeptResource>());
        var isVolume = unclear.Select(static r => WorkloadResources.IsVolume(r.Key, r.Value)).ToList();
        var (known, unread) = isVolume.Contains(true) ? await VolumesAsync(spec, cancellation).ConfigureAwait(false) : (null, null);
        for (var i = 0; i < unclear.Count; i++)
        {
            var id = unclear[i].Key;
            switch (isVolume[i], known?.TryGetValue(id, out var volume) == true ? volume : default)
            {
                case (true, { ReclaimPolicy: "Delete" }):
                    disks.Add(id);
                    break;
                case (true, { Volume: { } name }):
                    foreign.Add(new KeptResource(id, $"it holds the volume {name}, which is to be retained"));
                    break;
                case (true, _):
                    foreign.Add(new KeptResource(id, unread is null ? "it holds data of a volume that the cluster no longer has" : $"whether its volume is to be retained is not known: {unread.Message}"));
                    break;
                default:
                    foreign.Add(new KeptResource(id, NotMade));
                    break;
            }
        }

        return (disks, foreign);
    }

    /// <summary>A cluster that does not answer says nothing of its volumes, so nothing of them is lost.</summary>
    private async Task<(IReadOnlyDictionary<string, (string Volume, string ReclaimPolicy)>? Known, OrchestratorError? Unread)> VolumesAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        try
        {
            return (await volumes.DisksAsync(spec, cancellation).ConfigureAwait(false), null);
        }
        catch (OrchestratorException unread)
        {
            return (null, unread.Error);
        }
    }

    /// <summary>
    /// Machines of scale sets, interfaces of machines and private endpoints, and disks of machines: Azure makes them, and not all have tags. Answers those that something of ours
    /// has, and those that are gone.
    /// </summary>
    private static async Task<HashSet<string>> HeldAsync(IReadOnlyList<string> ids, HashSet<string> ours, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var held = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (ids.Count == 0)
        {
            return held;
        }

        var query = $"Resources | where id in~ ({InventoryReader.Literals(ids)}) | project id, managedBy, properties | order by id asc";
        var (rows, error) = await arm.QueryAsync(query, [.. ids.Select(ResourceId.SubscriptionOf).Distinct(StringComparer.OrdinalIgnoreCase)], operationId, cancellation).ConfigureAwait(false);
        Throw(error);
        AddHeld(rows.Select(static row => ((string)row["id"]!, row)), ours, held);

        // The query may be seconds old.
        var read = new List<(string, JsonObject)>();
        foreach (var id in ids.Where(id => !held.Contains(id)))
        {
            var resource = await arm.GetAsync(id, operationId, cancellation).ConfigureAwait(false);
            Throw(resource.IsNotFound ? null : resource.Error);
            if (resource.IsNotFound)
            {
                held.Add(id);
            }
            else
            {
                read.Add((id, resource.Resource!));
            }
        }

        AddHeld(read, ours, held);
        return held;
    }

    /// <summary>A machine that is ours makes its interface ours, so this goes on until nothing is added.</summary>
    private static void AddHeld(IEnumerable<(string Id, JsonObject Resource)> resources, HashSet<string> ours, HashSet<string> held)
    {
        var open = resources.ToList();
        while (open.RemoveAll(r => IsHeld(r.Resource, ours) && held.Add(r.Id) && ours.Add(r.Id)) > 0)
        {
        }
    }

    private static bool IsHeld(JsonObject resource, HashSet<string> ours) =>
        new[] { "virtualMachine", "virtualMachineScaleSet", "privateEndpoint" }.Select(member => resource["properties"]?[member]?["id"]).Append(resource["managedBy"])
            .Any(holder => (string?)holder is { Length: > 0 } id && IsPartOf(id, ours));

    private static bool HolderIsListed(string id, SortedDictionary<string, JsonObject> listed) => ResourceId.ParentOf(id) is { } parent && (listed.ContainsKey(parent) || HolderIsListed(parent, listed));

    private static bool IsPartOf(string id, HashSet<string> resources) => resources.Contains(id) || (ResourceId.ParentOf(id) is { } parent && IsPartOf(parent, resources));

    private static void Throw(OrchestratorError? error)
    {
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }
    }
}
