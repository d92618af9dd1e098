using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types.PrivateDns;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>
/// Subnets are resources of their own; a list of them in a PUT replaces all there are, no list leaves them alone.
/// Peerings are written by their own paths only.
/// </summary>
internal sealed class VirtualNetworks : NetworkType
{
    public const string TypeName = "Microsoft.Network/virtualNetworks";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((5, 8), (4, 6), (8, 12));

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        var prefixes = write.Content.At("properties.addressSpace.addressPrefixes") as JsonArray;
        if (prefixes is not { Count: > 0 })
        {
            throw ArmErrors.InvalidParameter($"Required parameter addressSpace.addressPrefixes of virtual network {write.Id} is missing or empty.", "addressSpace.addressPrefixes");
        }

        foreach (var prefix in prefixes)
        {
            _ = AddressPrefix.Parse(prefix!.ToString(), write.Id);
        }

        var listed = TakeList(write);
        var kept = listed ?? Existing(write).ToDictionary(static subnet => subnet.Name, static subnet => subnet.Content, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, content) in kept)
        {
            Subnets.CheckPrefixes(name, content, write.Content, write.Name, kept.Where(other => !other.Key.Same(name)).Select(static other => other.Value), $"{write.Id}/subnets/{name}");
        }

        if (listed is not null)
        {
            PlanSubnets(write, listed);
        }

        write.Properties.Remove("virtualNetworkPeerings");
    }

    public override void Begin(ResourceWrite write)
    {
        foreach (var (name, content) in write.Arguments["subnets"] as JsonObject ?? [])
        {
            var id = $"{write.Id}/subnets/{name}";
            var existing = write.World.Resources.Find(id);
            write.World.Keep(new ArmResource(id, Subnets.TypeName, name, content!.AsObject().Copy(), existing?.Service.Copy() ?? [], Provider.CreatingState, "", PutOperation));
        }

        foreach (var removed in Strings(write.Arguments["removed"]))
        {
            write.World.Keep(write.World.Resources.Find(removed)! with { State = ArmResource.Deleting });
        }
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        SetSubnets(resource, operation, world, ArmResource.Succeeded);
        foreach (var removed in Strings(operation.Arguments["removed"]))
        {
            world.Resources.Remove(removed);
        }

        return resource;
    }

    public override void Fail(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        SetSubnets(resource, operation, world, ArmResource.Failed);
        foreach (var kept in Strings(operation.Arguments["removed"]).Select(world.Resources.Find).OfType<ArmResource>())
        {
            world.Keep(kept with { State = ArmResource.Succeeded });
        }
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        foreach (var subnet in world.Resources.Under(resource.Id, Subnets.TypeName))
        {
            Subnets.CheckUnused(subnet, world);
        }
    }

    /// <summary>Links of private DNS zones go with their network.</summary>
    public override void Deleted(ArmResource resource, ArmWorld world)
    {
        foreach (var link in world.Resources.Referrers(resource.Id, VirtualNetworkLinks.TypeName).ToList())
        {
            world.Resources.Remove(link.Id);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        properties["subnets"] = new JsonArray([.. world.Resources.Under(resource.Id, Subnets.TypeName).Select(world.Render)]);
        properties["virtualNetworkPeerings"] = new JsonArray([.. world.Resources.Under(resource.Id, VirtualNetworkPeerings.TypeName).Select(world.Render)]);
        properties.Default("enableDdosProtection", false);
    }

    private static IEnumerable<ArmResource> Existing(ResourceWrite write) => write.World.Resources.Under(write.Id, Subnets.TypeName);

    private static IEnumerable<string> Strings(JsonNode? array) => (array as JsonArray)?.Select(static item => item!.ToString()) ?? [];

    private static void SetSubnets(ArmResource network, ArmOperation operation, ArmWorld world, string state)
    {
        foreach (var (name, _) in operation.Arguments["subnets"] as JsonObject ?? [])
        {
            world.Keep(world.Resources.Find($"{network.Id}/subnets/{name}")! with { State = state });
        }
    }

    /// <summary>Takes the list out of the body: it is kept as resources. Null when the body has none.</summary>
    private static Dictionary<string, JsonObject>? TakeList(ResourceWrite write)
    {
        if (write.Properties["subnets"] is not JsonArray list)
        {
            return null;
        }

        write.Properties.Remove("subnets");
        var subnets = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in list.OfType<JsonObject>())
        {
            var name = item.Text("name") ?? throw ArmErrors.InvalidParameter($"A subnet of virtual network {write.Id} has no name.", "subnets");
            var content = new JsonObject { ["properties"] = (item["properties"] as JsonObject)?.Copy() ?? [] };
            Subnets.Clean(content);
            if (!subnets.TryAdd(name, content))
            {
                throw NetworkErrors.Invalid($"Virtual network {write.Id} has two subnets with the name {name}.");
            }
        }

        return subnets;
    }

    private static void PlanSubnets(ResourceWrite write, Dictionary<string, JsonObject> listed)
    {
        var removed = Existing(write).Where(subnet => !listed.ContainsKey(subnet.Name)).ToList();
        foreach (var subnet in removed)
        {
            Subnets.CheckUnused(subnet, write.World);
        }

        foreach (var (name, content) in listed)
        {
            Subnets.CheckChange(write.World.Resources.Find($"{write.Id}/subnets/{name}"), content, write.World);
        }

        write.Arguments["subnets"] = new JsonObject(listed.Select(static subnet => KeyValuePair.Create<string, JsonNode?>(subnet.Key, subnet.Value.Copy())));
        write.Arguments["removed"] = new JsonArray([.. removed.Select(static subnet => (JsonNode)subnet.Id)]);
    }
}
