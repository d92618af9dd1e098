using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>
/// AKS clusters. The control plane moves one minor at a time and first; the node resource group comes and goes with the cluster. Pools in the
/// body are made with the cluster; afterwards they are resources of their own, and the body updates those that are there.
/// </summary>
internal sealed class ManagedClusters : ResourceType
{
    public const string TypeName = "Microsoft.ContainerService/managedClusters";
    private const string Stopped = "Stopped";
    private const string Running = "Running";
    private static readonly (double, double) Upgrade = (300, 480);
    private static readonly (double, double) PowerChange = (120, 240);
    private static readonly (double, double) Abort = (3, 10);

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.ContainerService;

    // The nodes come after the control plane: together they take what was seen of creations, 219 to 504 s.
    public override OperationLatency Latency { get; } = new((165, 440), (60, 150), (240, 420));

    public override IReadOnlyList<string> Immutable =>
    [
        "properties.dnsPrefix", "properties.fqdnSubdomain", "properties.nodeResourceGroup", "properties.linuxProfile.adminUsername", "properties.apiServerAccessProfile.enablePrivateCluster",
        "properties.apiServerAccessProfile.privateDNSZone", "properties.networkProfile.serviceCidr", "properties.networkProfile.dnsServiceIP", "properties.networkProfile.loadBalancerSku", "properties.diskEncryptionSetID",
    ];

    /// <summary>What the control plane runs now.</summary>
    public static string VersionOf(ArmResource cluster) => cluster.Service.Text("version") ?? cluster.Content.Text("properties.kubernetesVersion")!;

    /// <exception cref="Errors.ArmException">400: of a stopped cluster nothing can be changed.</exception>
    public static void CheckRunning(ArmResource cluster, string doing = "updating")
    {
        if (cluster.Service.Text("power").Same(Stopped))
        {
            throw AksErrors.Stopped(cluster.State, doing);
        }
    }

    public override ArmOperation? Blocking(string id, OperationTable operations) =>
        operations.Running.FirstOrDefault(operation => operation.Type.Same(AgentPools.TypeName) && ResourceTable.IsUnder(operation.RecordId, id));

    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        if (existing is null)
        {
            return body;
        }

        var desired = existing.Content.MergedWith(body);
        desired.Remove("tags");
        if (body["tags"] is { } tags)
        {
            desired["tags"] = tags.DeepClone();
        }

        return desired;
    }

    public override string BusyState(ResourceWrite write) =>
        write.Existing is not { } before ? Provider.CreatingState : VersionOf(before).Same(write.Content.Text("properties.kubernetesVersion")) ? "Updating" : "Upgrading";

    public override void Accept(ResourceWrite write)
    {
        if (write.Existing is { } existing)
        {
            CheckRunning(existing);
        }

        ManagedClusterRules.Accept(write);
    }

    public override void Begin(ResourceWrite write)
    {
        var cluster = new ArmResource(write.Id, Name, write.Name, write.Content, write.Service, Provider.CreatingState, "", PutOperation);
        if (write.Existing is null)
        {
            AksCredentials.Issue(write.Service, write.World);
            NodeResourceGroups.Create(cluster, write.World);
        }
        else
        {
            NodeResourceGroups.Adjust(cluster, write.World);
        }

        foreach (var (name, planned) in write.Arguments["pools"] as JsonObject ?? [])
        {
            var id = $"{write.Id}/agentPools/{name}";
            var state = write.World.Resources.Find(id) is null ? Provider.CreatingState : "Updating";
            write.World.Keep(new ArmResource(id, AgentPools.TypeName, name, planned!["content"]!.AsObject().Copy(), planned["service"]!.AsObject().Copy(), state, "", "PutAgentPoolOperation"));
        }
    }

    public override TimeSpan? Duration(ResourceWrite write) => BusyState(write) is "Upgrading" ? write.World.Within(Upgrade) : base.Duration(write);

    /// <summary>The control plane is as it is to be when this is first called; then the pools, one after another, all at once in a new cluster.</summary>
    public override OperationStep? Step(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        if (operation.IsDelete)
        {
            return NodeResourceGroups.WhoHoldsOn(resource, world) is { } fault ? new OperationStep(TimeSpan.Zero, operation.Arguments, fault) : null;
        }

        if (!operation.IsWrite && !operation.Action.Same("start"))
        {
            return null;
        }

        var arguments = operation.Arguments.Copy();
        if (!arguments.Flag("controlPlane"))
        {
            arguments["controlPlane"] = true;
            Apply(world.Keep(Advanced(resource, Running)), world);
        }

        var names = operation.IsWrite ? (arguments["pools"] as JsonObject ?? []).Select(static pool => pool.Key).ToList() : [.. AgentPools.Of(resource.Id, world).Select(static pool => pool.Name)];
        OperationStep? next = null;
        foreach (var pool in names.Select(name => world.Resources.Find($"{resource.Id}/agentPools/{name}")).OfType<ArmResource>())
        {
            next = PoolSteps.Next(pool, arguments.Ensure($"nodes.{pool.Name}"), arguments, world) ?? next;
            if (next is not null && (next.Fault is not null || !operation.Created))
            {
                return next;
            }
        }

        return next;
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        // What is seeded has no steps.
        var done = Advanced(resource, resource.Service.Text("power") ?? Running);
        Apply(done, world);
        EndPools(resource, operation, world, ArmResource.Succeeded);
        return done;
    }

    public override void Fail(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        EndPools(resource, operation, world, resource.State);
        if (!operation.IsDelete)
        {
            return;
        }

        // What was to go with it stays.
        foreach (var left in world.Resources.Under(resource.Id, AgentPools.TypeName).Append(world.Resources.Find(NodeResourceGroups.IdOf(resource))).OfType<ArmResource>().ToList())
        {
            world.Keep(left with { State = ArmResource.Succeeded });
        }
    }

    public override void BeginDelete(ArmResource resource, ArmWorld world)
    {
        foreach (var pool in AgentPools.Of(resource.Id, world).ToList())
        {
            world.Keep(pool with { State = ArmResource.Deleting });
        }

        if (world.Resources.Find(NodeResourceGroups.IdOf(resource)) is { } group)
        {
            world.Keep(group with { State = ArmResource.Deleting });
        }
    }

    public override void Deleted(ArmResource resource, ArmWorld world)
    {
        NodeResourceGroups.Drop(resource, world);
        world.Machines.DeleteControlPlane(resource.Id);
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) => ManagedClusterView.Complete(resource, view, world);

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) => name.ToLowerInvariant() switch
    {
        "upgradeprofiles/default" => ManagedClusterView.UpgradeProfile(resource, world),
        "availableagentpoolversions" => ManagedClusterView.AvailableVersions(resource, world),
        _ => null,
    };

    public override ResourceAction? Action(string name) => name.ToLowerInvariant() switch
    {
        "stop" => new ResourceAction(BeginStop, static (cluster, _, world) => Stop(cluster, world)) { BusyState = "Stopping" },
        "start" => new ResourceAction(static (_, _, world) => (world.Within(PowerChange), []), static (_, _, _) => { }) { BusyState = "Starting" },
        "rotateclustercertificates" => new ResourceAction(static (_, _, world) => (world.Within(Upgrade), []), static (cluster, _, world) => Rotate(cluster, world)),
        "abort" => new ResourceAction(static (_, _, world) => (world.Within(Abort), []), static (_, _, _) => { }) { Interrupts = true, BusyState = "Canceling" },
        _ => null,
    };

    public override JsonNode? Invoke(string action, ArmResource resource, JsonObject body, ArmRequest request, ArmWorld world)
    {
        var name = action.ToLowerInvariant() switch
        {
            "listclusteradmincredential" => "clusterAdmin",
            "listclusterusercredential" => "clusterUser",
            "listclustermonitoringusercredential" => "clusterMonitoringUser",
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        var isLocal = name is not "clusterUser" || resource.Content.At("properties.aadProfile") is null;
        if (isLocal && resource.Content.Flag("properties.disableLocalAccounts"))
        {
            throw AksErrors.LocalAccountsDisabled();
        }

        var host = request.Query("server-fqdn").Same("public") ? ManagedClusterView.HostNames(resource)[^1] : null;
        return AksCredentials.Answer(resource, name, request.Query("format"), host, world);
    }

    private static void Apply(ArmResource cluster, ArmWorld world) => world.Machines.Apply(new ManagedControlPlane(
        cluster.Id, cluster.Name, VersionOf(cluster), !cluster.Service.Text("power").Same(Stopped), ManagedClusterView.HostNames(cluster),
        cluster.Service.Text("ca")!, cluster.Service.Text("caKey")!,
        cluster.Content.Flag("properties.disableLocalAccounts") ? null : cluster.Service.Text("token"),
        !cluster.Content.Text("properties.networkProfile.networkPlugin").Same("none")));

    /// <summary>The cluster with the version that it asks for in force.</summary>
    private static ArmResource Advanced(ArmResource cluster, string power)
    {
        var service = cluster.Service.Copy();
        service["version"] = cluster.Content.Text("properties.kubernetesVersion");
        service["power"] = power;
        return cluster with { Service = service };
    }

    private static (TimeSpan, JsonObject) BeginStop(ArmResource cluster, JsonObject body, ArmWorld world)
    {
        CheckRunning(cluster, "stopping");
        return (world.Within(PowerChange), []);
    }

    private static void Stop(ArmResource cluster, ArmWorld world)
    {
        var service = cluster.Service.Copy();
        service["power"] = Stopped;
        Apply(world.Keep(cluster with { Service = service }), world);
        foreach (var pool in AgentPools.Of(cluster.Id, world).ToList())
        {
            NodePools.Remove(pool, NodePools.Nodes(pool, world), world);
        }
    }

    private static void Rotate(ArmResource cluster, ArmWorld world)
    {
        var service = cluster.Service.Copy();
        AksCredentials.Issue(service, world);
        Apply(world.Keep(cluster with { Service = service }), world);
    }

    private static void EndPools(ArmResource cluster, ArmOperation operation, ArmWorld world, string state)
    {
        foreach (var (name, _) in operation.Arguments["pools"] as JsonObject ?? [])
        {
            if (world.Resources.Find($"{cluster.Id}/agentPools/{name}") is { } pool)
            {
                var done = pool with { State = state };
                world.Keep(state is ArmResource.Succeeded ? world.Types.Get(AgentPools.TypeName).Finish(done, operation, world) : done);
            }
        }
    }
}
