using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The scale set of a node pool and its instances. An instance keeps what it was made with: version and image change by a reimage only.</summary>
internal static class NodePools
{
    /// <summary>The instances, in the order in which they were made.</summary>
    public static List<ArmResource> Nodes(ArmResource pool, ArmWorld world) => pool.Service.Text("scaleSet") is { } id ? ScaleSetCapacity.Active(id, world) : [];

    public static bool IsSurge(ArmResource node) => node.Service.Flag("surge");

    /// <summary>The node runs what its pool is to run.</summary>
    public static bool IsCurrent(ArmResource node, ArmResource pool) =>
        node.Service.Text("nodeVersion").Same(pool.Content.Text("properties.orchestratorVersion")) && node.Service.Text("nodeImage").Same(pool.Service.Text("targetImage"));

    /// <summary>Adds nodes of the pool's present version and image, which boot and join by themselves.</summary>
    public static void Add(ArmResource pool, int count, bool surge, ArmWorld world)
    {
        var scaleSet = Ensure(pool, world);
        var grown = scaleSet with { Content = scaleSet.Content.Copy(), Service = scaleSet.Service.Copy() };
        var active = ScaleSetCapacity.Active(scaleSet.Id, world);
        grown.Content.Ensure("sku")["capacity"] = active.Count + count;
        foreach (var made in ScaleSetInstances.Create(grown, count, active, world))
        {
            var service = made.Service.Copy();
            service["agentPool"] = pool.Id;
            service["surge"] = surge;
            Boot(world.Keep(made with { State = ArmResource.Succeeded, Service = service }), pool, world);
        }

        world.Keep(grown);
    }

    /// <summary>The same machine anew, with the pool's version and image; it stays what it was otherwise.</summary>
    public static void Reimage(ArmResource node, ArmResource pool, ArmWorld world)
    {
        world.Machines.Delete(node.Id);
        Boot(node, pool, world);
    }

    public static void Remove(ArmResource pool, IReadOnlyList<ArmResource> nodes, ArmWorld world)
    {
        foreach (var node in nodes)
        {
            ScaleSetCapacity.Remove(node, world);
        }

        if (nodes.Count > 0 && world.Resources.Find(pool.Service.Text("scaleSet")) is { } scaleSet)
        {
            var content = scaleSet.Content.Copy();
            content.Ensure("sku")["capacity"] = ScaleSetCapacity.Active(scaleSet.Id, world).Count;
            world.Keep(scaleSet with { Content = content });
        }
    }

    /// <summary>The pool is gone: so is its scale set.</summary>
    public static void Drop(ArmResource pool, ArmWorld world)
    {
        if (world.Resources.Find(pool.Service.Text("scaleSet")) is { } scaleSet)
        {
            Remove(pool, ScaleSetCapacity.Active(scaleSet.Id, world), world);
            world.Resources.Remove(scaleSet.Id);
        }
    }

    /// <summary>What the machine of a node learns of its pool; null for machines that are no nodes of AKS.</summary>
    public static ManagedNode? NodeOf(ArmResource instance, ArmWorld world)
    {
        if (world.Resources.Find(instance.Service.Text("agentPool")) is not { } pool || world.Resources.Find(References.OwnerOf(pool.Id)) is not { } cluster)
        {
            return null;
        }

        var isSpot = pool.Content.Text("properties.scaleSetPriority").Same("Spot");
        var taints = (pool.Content.At("properties.nodeTaints") as JsonArray ?? []).Select(static taint => taint!.ToString());
        return new ManagedNode(
            cluster.Id, instance.Service.Text("nodeVersion")!, AksNodeImages.SystemOf(pool), pool.Content.Number("properties.maxPods") ?? 110,
            Labels(instance, pool, cluster, isSpot), [.. taints, .. isSpot ? ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"] : Array.Empty<string>()]);
    }

    private static void Boot(ArmResource node, ArmResource pool, ArmWorld world)
    {
        var service = node.Service.Copy();
        service["nodeVersion"] = pool.Content.Text("properties.orchestratorVersion");
        service["nodeImage"] = pool.Service.Text("targetImage");
        world.Machines.Start(MachineDefinitions.OfInstance(world.Keep(node with { Service = service }), world));
    }

    private static Dictionary<string, string> Labels(ArmResource instance, ArmResource pool, ArmResource cluster, bool isSpot)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["agentpool"] = pool.Name,
            ["kubernetes.azure.com/agentpool"] = pool.Name,
            ["kubernetes.azure.com/cluster"] = cluster.Content.Text("properties.nodeResourceGroup")!,
            ["kubernetes.azure.com/mode"] = AgentPools.IsSystem(pool.Content) ? "system" : "user",
            ["kubernetes.azure.com/node-image-version"] = instance.Service.Text("nodeImage")!,
            ["kubernetes.azure.com/os-sku"] = pool.Content.Text("properties.osSKU") ?? "Ubuntu",
            ["kubernetes.azure.com/role"] = "agent",
            ["kubernetes.io/os"] = AgentPools.IsWindows(pool.Content) ? "windows" : "linux",
            ["storageprofile"] = "managed",
        };
        if (isSpot)
        {
            labels["kubernetes.azure.com/scalesetpriority"] = "spot";
        }

        foreach (var (key, value) in pool.Content.At("properties.nodeLabels") as JsonObject ?? [])
        {
            labels[key] = value?.ToString() ?? "";
        }

        return labels;
    }

    private static ArmResource Ensure(ArmResource pool, ArmWorld world)
    {
        if (world.Resources.Find(pool.Service.Text("scaleSet")) is { } existing)
        {
            return existing;
        }

        var cluster = world.Resources.Find(References.OwnerOf(pool.Id))!;
        var name = AgentPools.IsWindows(pool.Content) ? $"aks{pool.Name}" : string.Create(CultureInfo.InvariantCulture, $"aks-{pool.Name}-{cluster.Service.Number("suffix")}-vmss");
        var id = $"{NodeResourceGroups.IdOf(cluster)}/providers/{VirtualMachineScaleSets.TypeName}/{name}";
        var service = new JsonObject { ["uniqueId"] = world.NewGuid().ToString(), ["timeCreated"] = world.Now.ToString("O"), ["nextInstance"] = 0 };
        var remembered = pool.Service.Copy();
        remembered["scaleSet"] = id;
        world.Keep(pool with { Service = remembered });
        return world.Keep(new ArmResource(id, VirtualMachineScaleSets.TypeName, name, NodeScaleSets.Model(pool, cluster, name, world), service, ArmResource.Succeeded, "", "PutVirtualMachineScaleSetOperation"));
    }
}
