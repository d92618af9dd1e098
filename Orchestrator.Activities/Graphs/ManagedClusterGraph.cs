using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Activities.Graphs.GraphBuilder;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// The resources of an AKS cluster and what each truly waits for. An upgrade over several minor versions is several steps on one resource.
/// <code>
/// resource group ─┬─ virtual network ─ subnets ─┬─ cluster (start, versions …) ─┬─ pools (so many at once) ─ node images ─ stop
/// identities ─────┴─────────────────────────────┘                               └─ maintenance, fleet member, extensions
/// </code>
/// </summary>
public static class ManagedClusterGraph
{
    /// <param name="restarts">Names of pools that are to be replaced although nothing is wrong with them.</param>
    public static IReadOnlyList<GraphStep> Build(ClusterSpec spec, Borrowed borrowed, ClusterInventory inventory, IReadOnlySet<string>? restarts = null)
    {
        var (graph, cluster) = (new GraphBuilder(), spec.ManagedCluster!);
        graph.EnsureOrObserve(borrowed.ResourceGroups.Contains(spec.ResourceGroup), StepKinds.ResourceGroup, ClusterResourceIds.ResourceGroup(spec), []);
        if (cluster.HasVirtualNetwork)
        {
            var network = ClusterResourceIds.NetworkResourceGroup(spec);
            graph.EnsureOrObserve(borrowed.ResourceGroups.Contains(ResourceId.NameOf(network)), StepKinds.ResourceGroup, network, []);
            NetworkGraph.AddSurroundings(graph, spec, borrowed);
        }

        var id = ManagedClusterIds.Cluster(spec);
        var existing = inventory.Find(id);
        List<string> after = [Key(StepKinds.ResourceGroup, spec.ResourceGroup), .. spec.Network.Subnets.Select(static s => Key(StepKinds.Subnet, s.Name))];
        foreach (var identity in IdentitiesOf(cluster))
        {
            graph.Observe(StepKinds.UserAssignedIdentity, identity);
            after.Add(Key(StepKinds.UserAssignedIdentity, ResourceId.NameOf(identity)));
        }

        var isStopped = existing is not null && ManagedClusterDefinition.IsStopped(existing);
        if (isStopped && cluster.Power == ManagedClusterPower.Running)
        {
            after.Add(AddPower(graph, cluster, id, after));
        }

        after.Add(AddVersions(graph, spec, inventory, after));
        List<string> done = [.. after, .. AddPools(graph, spec, inventory, restarts, after), .. AddParts(graph, spec, after)];
        if (!isStopped && cluster.Power == ManagedClusterPower.Stopped)
        {
            AddPower(graph, cluster, id, done);
        }

        return graph.Build();
    }

    private static string AddPower(GraphBuilder graph, ManagedClusterSpec cluster, string id, IEnumerable<string> after)
    {
        graph.Add(StepKinds.ManagedClusterPower, cluster.Name, StepVerb.Ensure, id, after, LockGroups.Of(id), machine: null);
        return Key(StepKinds.ManagedClusterPower, cluster.Name);
    }

    /// <summary>The control plane through all versions on its way. Answers the key of the last step.</summary>
    private static string AddVersions(GraphBuilder graph, ClusterSpec spec, ClusterInventory inventory, IReadOnlyList<string> after)
    {
        var (cluster, id) = (spec.ManagedCluster!, ManagedClusterIds.Cluster(spec));
        var current = AksVersion.OfCluster(inventory.Find(id));
        var pools = PoolsOf(spec, inventory).Select(static p => AksVersion.OfPool(p.Resource));
        List<string> before = [.. after];
        foreach (var stage in UpgradePath.Between(current, cluster.Version, pools))
        {
            if (stage.IsOfPools)
            {
                before.AddRange(PoolsOf(spec, inventory).Where(p => AksVersion.IsBehind(AksVersion.OfPool(p.Resource), stage.Version)).Select((p, slot) =>
                    AddStage(graph, StepKinds.AgentPool, p.Id, stage.Version, before, Slot(id, slot, cluster))).ToList());
            }
            else
            {
                before.Add(AddStage(graph, StepKinds.ManagedCluster, id, stage.Version, before, LockGroups.Of(id)));
            }
        }

        graph.Ensure(StepKinds.ManagedCluster, id, before, LockGroups.Of(id));
        return Key(StepKinds.ManagedCluster, cluster.Name);
    }

    private static string AddStage(GraphBuilder graph, string kind, string id, string version, IEnumerable<string> after, string turn)
    {
        var name = $"{ResourceId.NameOf(id)}@{version}";
        graph.Add(kind, name, StepVerb.Ensure, id, after, turn, machine: null, version);
        return Key(kind, name);
    }

    /// <summary>Answers the keys of the steps that end the pools.</summary>
    private static List<string> AddPools(GraphBuilder graph, ClusterSpec spec, ClusterInventory inventory, IReadOnlySet<string>? restarts, IReadOnlyList<string> after)
    {
        var (cluster, keys) = (spec.ManagedCluster!, new List<string>());

        // System pools first: Azure's own pods run there.
        var ordered = cluster.Pools.OrderBy(static p => p.Mode == "System" ? 0 : 1).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            var (id, turn) = (ManagedClusterIds.Pool(spec, ordered[i].Name), Slot(ManagedClusterIds.Cluster(spec), i, cluster));
            var key = inventory.Find(id) is { } existing && (restarts?.Contains(ordered[i].Name) == true || (cluster.ReplacePools && MustBeReplaced(spec, id, existing)))
                ? AddReplacement(graph, spec, ordered[i], after, turn)
                : AddPool(graph, id, after, turn);
            keys.Add(key);
            if (cluster.UpgradeNodeImages)
            {
                graph.Add(StepKinds.NodeImage, ordered[i].Name, StepVerb.Ensure, id, [key], turn, machine: null);
                keys.Add(Key(StepKinds.NodeImage, ordered[i].Name));
            }
        }

        return keys;
    }

    private static string AddPool(GraphBuilder graph, string id, IEnumerable<string> after, string turn)
    {
        graph.Ensure(StepKinds.AgentPool, id, after, turn);
        return Key(StepKinds.AgentPool, ResourceId.NameOf(id));
    }

    /// <summary>
    /// Another pool of the new kind takes the pods in; then the old one goes, which Azure does node by node with a drain, and comes again under its own name; then the other
    /// one goes in its turn. At no time is there no pool.
    /// </summary>
    private static string AddReplacement(GraphBuilder graph, ClusterSpec spec, AgentPoolSpec pool, IReadOnlyList<string> after, string turn)
    {
        var (id, standIn) = (ManagedClusterIds.Pool(spec, pool.Name), ManagedClusterIds.Pool(spec, pool.StandIn));
        var ready = AddPool(graph, standIn, after, turn);
        graph.Add(StepKinds.AgentPool, $"{pool.Name}{ManagedClusterIds.OldSuffix}", StepVerb.Delete, id, [ready], turn, machine: null);
        var again = AddPool(graph, id, [ready, Key(StepKinds.AgentPool, $"{pool.Name}{ManagedClusterIds.OldSuffix}")], turn);
        graph.Add(StepKinds.AgentPool, $"{ResourceId.NameOf(standIn)}@drained", StepVerb.Delete, standIn, [again], turn, machine: null);
        return Key(StepKinds.AgentPool, $"{ResourceId.NameOf(standIn)}@drained");
    }

    private static bool MustBeReplaced(ClusterSpec spec, string id, JsonObject existing)
    {
        var step = new GraphStep { Key = id, Kind = StepKinds.AgentPool, Name = ResourceId.NameOf(id), Verb = StepVerb.Ensure, ResourceId = id };
        return new AgentPoolDefinition().Desired(new ResourceContext { Spec = spec, Step = step, OperationId = "" }, existing).Error is not null;
    }

    private static List<string> AddParts(GraphBuilder graph, ClusterSpec spec, IReadOnlyList<string> after)
    {
        foreach (var part in spec.ManagedCluster!.Parts)
        {
            graph.Ensure(part.Kind, part.Id, after);
        }

        return [.. spec.ManagedCluster.Parts.Select(static p => Key(p.Kind, ResourceId.NameOf(p.Id)))];
    }

    /// <summary>Pools take turns in as many rows as may change at once.</summary>
    private static string Slot(string clusterId, int index, ManagedClusterSpec cluster) =>
        string.Create(CultureInfo.InvariantCulture, $"{LockGroups.Of(clusterId)}:pools:{index % Math.Max(1, cluster.MaxParallelPools)}");

    private static IEnumerable<(string Id, JsonObject Resource)> PoolsOf(ClusterSpec spec, ClusterInventory inventory) => spec.ManagedCluster!.Pools
        .Select(p => ManagedClusterIds.Pool(spec, p.Name)).Where(id => inventory.Find(id) is not null).Select(id => (id, inventory.Find(id)!));

    /// <summary>Identities of the cluster and of its kubelets.</summary>
    internal static IEnumerable<string> IdentitiesOf(ManagedClusterSpec cluster)
    {
        var own = (cluster.Body["identity"]?["userAssignedIdentities"] as JsonObject ?? []).Select(static i => i.Key);
        var profiles = (cluster.Body["properties"]?["identityProfile"] as JsonObject ?? []).Select(static p => (string?)p.Value?["resourceId"]).OfType<string>();
        return own.Concat(profiles).Distinct(StringComparer.OrdinalIgnoreCase);
    }
}
