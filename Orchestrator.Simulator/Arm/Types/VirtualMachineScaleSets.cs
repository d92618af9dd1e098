using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>
/// Scale sets in both orchestration modes. A changed model changes no instance by itself while the upgrade policy is Manual; under
/// Automatic the instances follow all at once, under Rolling in batches, and the write ends with the last of them.
/// </summary>
internal sealed class VirtualMachineScaleSets : ComputeType
{
    public const string TypeName = "Microsoft.Compute/virtualMachineScaleSets";
    private const int MaxCapacity = 1000;
    private const int MaxModels = 10;
    private static readonly string[] RollingActions = ["osRollingUpgrade", "extensionRollingUpgrade"];
    private static readonly (double, double) ScaleOut = (45, 65);
    private static readonly (double, double) ScaleIn = (38, 44);
    private static readonly (double, double) Reimage = (45, 65);

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((73, 95), (6, 10), (38, 44));

    public override IReadOnlyList<InlineCollection> Inline { get; } = [new("extensions", Writable: true) { Path = "virtualMachineProfile.extensionProfile.extensions", HasETags = false }];

    public override IReadOnlyList<string> Immutable =>
    [
        "zones", "properties.platformFaultDomainCount", "properties.orchestrationMode",
        "properties.virtualMachineProfile.osProfile.computerNamePrefix", "properties.virtualMachineProfile.osProfile.adminUsername",
        "properties.virtualMachineProfile.storageProfile.osDisk.managedDisk.storageAccountType", "properties.virtualMachineProfile.priority",
    ];

    public override void Accept(ResourceWrite write)
    {
        ComputeNames.Check(write.Name, 64, "vmScaleSetName");
        CheckModes(write);
        CheckZones(write);
        AcceptIdentity(write);
        write.Service.Default("uniqueId", write.World.NewGuid().ToString());
        write.Service.Default("timeCreated", write.World.Now.ToString("O"));
        write.Service.Default("nextInstance", 0);
        if (FlexibleInstances.IsFlexible(write.Content) && write.Properties["virtualMachineProfile"] is null)
        {
            return;
        }

        Require(write, "properties.virtualMachineProfile.storageProfile");
        Require(write, "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations");
        CheckCustomData(write.Content.Text("properties.virtualMachineProfile.osProfile.customData"));
        FillIn(write);
        ImageReferences.Check(write, write.Content.At("properties.virtualMachineProfile.storageProfile.imageReference"));
        CheckCapacity(write);
    }

    public override void Begin(ResourceWrite write)
    {
        var owner = new ArmResource(write.Id, Name, write.Name, write.Content, write.Service, Provider.CreatingState, "", PutOperation);
        var (created, removed) = ScaleSetCapacity.Apply(owner, write.Content.Number("sku.capacity") ?? ScaleSetCapacity.Active(write.Id, write.World).Count, write.World);
        write.Arguments["created"] = Ids(created);
        write.Arguments["removed"] = Ids(removed);
    }

    public override TimeSpan? Duration(ResourceWrite write)
    {
        if (write.Existing is null)
        {
            return base.Duration(write);
        }

        var range = write.Arguments["created"]!.AsArray().Count > 0 ? ScaleOut : write.Arguments["removed"]!.AsArray().Count > 0 ? ScaleIn : Latency.Update;
        return write.World.Within(range);
    }

    public override OperationStep? Step(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        var isRolling = operation.IsWrite ? resource.Content.Text("properties.upgradePolicy.mode").Same("Rolling") : RollingActions.Contains(operation.Action, StringComparer.OrdinalIgnoreCase);
        if (!isRolling)
        {
            return null;
        }

        // What the write asked of the capacity comes first, and once.
        ScaleSetCapacity.Finish(operation, world);
        var arguments = operation.Arguments.Copy();
        arguments.Remove("created");
        arguments.Remove("removed");
        return new RollingUpgrades(resource, arguments, world).Next();
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        ScaleSetCapacity.Finish(operation, world);
        if (resource.Content.Text("properties.upgradePolicy.mode").Same("Automatic"))
        {
            Upgrade(resource, ScaleSetCapacity.Active(resource.Id, world).Where(instance => !ScaleSetInstances.HasLatestModel(instance, resource)), world);
        }

        return resource;
    }

    public override void Fail(ArmResource resource, ArmOperation operation, ArmWorld world) => ScaleSetCapacity.Fail(operation, world);

    public override void BeginDelete(ArmResource resource, ArmWorld world)
    {
        foreach (var instance in ScaleSetCapacity.Active(resource.Id, world))
        {
            world.Keep(instance with { State = ArmResource.Deleting });
        }
    }

    public override void Deleted(ArmResource resource, ArmWorld world)
    {
        foreach (var instance in ScaleSetCapacity.All(resource.Id, world).ToList())
        {
            ScaleSetCapacity.Remove(instance, world);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        if (FlexibleInstances.IsFlexible(resource.Content) && resource.Content["sku"] is not null)
        {
            view.Ensure("sku")["capacity"] = ScaleSetCapacity.Active(resource.Id, world).Count;
        }

        properties["uniqueId"] = resource.Service["uniqueId"]?.DeepClone();
        properties["timeCreated"] = resource.Service["timeCreated"]?.DeepClone();
    }

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) => name.ToLowerInvariant() switch
    {
        "instanceview" => InstanceViews.OfScaleSet(resource, ScaleSetCapacity.All(resource.Id, world)),
        "rollingupgrades/latest" => RollingUpgrades.Show(resource, world),
        "networkinterfaces" => new JsonObject { ["value"] = new JsonArray([.. world.Resources.Under(resource.Id, ScaleSetInstances.TypeName).SelectMany(ScaleSetInstances.CardsOf)]) },
        _ => null,
    };

    public override ResourceAction? Action(string name) => name.ToLowerInvariant() switch
    {
        "delete" => new ResourceAction(BeginDeleteInstances, static (_, operation, world) => ScaleSetCapacity.Finish(operation, world)),
        "manualupgrade" => new ResourceAction(BeginUpgrade, static (scaleSet, operation, world) => EndUpgrade(scaleSet, operation, world)),
        "osrollingupgrade" or "extensionrollingupgrade" => new ResourceAction(static (_, _, world) => (world.Within((1, 2)), []), static (_, _, _) => { }),
        "rollingupgrades/cancel" => new ResourceAction(static (_, _, world) => (world.Within((3, 10)), []), static (scaleSet, _, world) => RollingUpgrades.Canceled(scaleSet, world))
        {
            Interrupts = true,
            InterruptedState = ArmResource.Succeeded,
            NothingToInterrupt = new ArmException(409, "OperationNotAllowed", "There is no ongoing Rolling Upgrade to cancel."),
        },
        _ => PowerActions.Find(name, static (scaleSet, body, world) => Named(scaleSet, body, world, required: false), MachineDefinitions.Of),
    };

    private static void CheckModes(ResourceWrite write)
    {
        var isFlexible = FlexibleInstances.IsFlexible(write.Content);
        if (isFlexible)
        {
            write.Properties.Default("platformFaultDomainCount", 1);
        }
        else
        {
            Require(write, "properties.upgradePolicy");
        }

        if (isFlexible && write.Properties["virtualMachineProfile"] is not null)
        {
            Require(write, "properties.virtualMachineProfile.networkProfile.networkApiVersion");
        }

        if (isFlexible && (write.Content.Flag("properties.overprovision") || write.Content.Flag("properties.singlePlacementGroup")))
        {
            throw ArmErrors.InvalidParameter("Scale sets in Flexible orchestration have neither overprovision nor singlePlacementGroup.", "orchestrationMode");
        }

        if (write.Content.Text("properties.upgradePolicy.mode").Same("Rolling") && !HasHealth(write))
        {
            throw ArmErrors.InvalidParameter("Rolling Upgrade mode is not supported for this Virtual Machine Scale Set because a health probe or health extension was not provided.", "upgradePolicy.mode");
        }
    }

    private static bool HasHealth(ResourceWrite write)
    {
        var profile = write.Content.At("properties.virtualMachineProfile");
        return profile.At("networkProfile.healthProbe") is not null
            || profile.Items("extensionProfile.extensions").Any(static extension => extension.Text("properties.type")?.StartsWith("ApplicationHealth", StringComparison.OrdinalIgnoreCase) == true);
    }

    private static void CheckCapacity(ResourceWrite write)
    {
        var size = CheckSize(write.Content.Text("sku.name"), write);
        var capacity = write.Content.Number("sku.capacity") ?? throw ArmErrors.InvalidParameter("Required parameter 'sku.capacity' is missing (null).", "sku.capacity");
        var most = write.Content.Flag("properties.singlePlacementGroup") ? 100
            : write.Content.Text("properties.virtualMachineProfile.storageProfile.imageReference.id")?.Contains("/images/", StringComparison.OrdinalIgnoreCase) == true
              && !write.Content.Text("properties.virtualMachineProfile.storageProfile.imageReference.id")!.Contains("/galleries/", StringComparison.OrdinalIgnoreCase) ? 600 : MaxCapacity;
        if (capacity < 0 || capacity > most)
        {
            throw ArmErrors.InvalidParameter($"The value of parameter sku.capacity is invalid: {capacity} is not between 0 and {most}.", "sku.capacity");
        }

        var active = ScaleSetCapacity.Active(write.Id, write.World);
        CoreUsage.Check(write.Id, write.Location, size, capacity - active.Count, write.World);
        if (capacity > active.Count)
        {
            CheckModels(write, active);
        }
    }

    /// <summary>The instances of a Uniform scale set may be of ten models, the newest among them.</summary>
    private static void CheckModels(ResourceWrite write, List<ArmResource> active)
    {
        var owner = new ArmResource(write.Id, write.Type.Name, write.Name, write.Content, write.Service, "", "", "");
        var models = active.Select(static instance => instance.Service["model"]?.ToJsonString()).Append(ScaleSetInstances.ModelOf(owner).ToJsonString()).Distinct(StringComparer.Ordinal).Count();
        if (models > MaxModels && !FlexibleInstances.IsFlexible(write.Content))
        {
            throw ComputeErrors.TooManyModels(write.Name, MaxModels);
        }
    }

    private static void FillIn(ResourceWrite write)
    {
        write.Content.Ensure("sku").Default("tier", "Standard");
        if (!FlexibleInstances.IsFlexible(write.Content))
        {
            write.Properties.Default("overprovision", true);
            write.Properties.Default("singlePlacementGroup", true);
            write.Properties.Default("orchestrationMode", "Uniform");
        }

        write.Content.Ensure("properties.virtualMachineProfile.storageProfile.osDisk").Default("osType", "Linux");
        var os = write.Content.Ensure("properties.virtualMachineProfile.osProfile");
        os.Default("computerNamePrefix", write.Name);
        var limit = write.Content.Text("properties.virtualMachineProfile.storageProfile.osDisk.osType").Same("Windows") ? 9 : 58;
        if (os.Text("computerNamePrefix")!.Length > limit)
        {
            throw ArmErrors.InvalidParameter($"Computer name prefix '{os["computerNamePrefix"]}' is longer than {limit} characters.", "osProfile.computerNamePrefix");
        }
    }

    private static (TimeSpan, JsonObject) BeginDeleteInstances(ArmResource scaleSet, JsonObject body, ArmWorld world)
    {
        var doomed = Named(scaleSet, body, world, required: true);
        ScaleSetCapacity.Doom(scaleSet, doomed, world);
        return (world.Within(ScaleIn), new JsonObject { ["removed"] = Ids(doomed) });
    }

    private static (TimeSpan, JsonObject) BeginUpgrade(ArmResource scaleSet, JsonObject body, ArmWorld world)
    {
        var stale = Named(scaleSet, body, world, required: true).Where(instance => !ScaleSetInstances.HasLatestModel(instance, scaleSet)).ToList();
        foreach (var instance in stale)
        {
            world.Keep(instance with { State = "Updating" });
        }

        return (world.Within(Reimage), new JsonObject { ["machines"] = Ids(stale) });
    }

    private static void EndUpgrade(ArmResource scaleSet, ArmOperation operation, ArmWorld world) =>
        Upgrade(scaleSet, operation.Arguments["machines"]!.AsArray().Select(id => world.Resources.Find(id!.ToString())).OfType<ArmResource>(), world);

    /// <summary>Gives instances the newest model; they boot anew.</summary>
    public static void Upgrade(ArmResource scaleSet, IEnumerable<ArmResource> instances, ArmWorld world)
    {
        foreach (var instance in instances.ToList())
        {
            var renewed = instance.Type.Same(VirtualMachines.TypeName) ? FlexibleInstances.WithModel(instance, scaleSet) : ScaleSetInstances.WithModel(instance, scaleSet);
            var upgraded = world.Keep(renewed with { State = ArmResource.Succeeded });
            world.Machines.Delete(instance.Id);
            world.Machines.Start(MachineDefinitions.Of(upgraded, world));
        }
    }

    /// <summary>The instances that a body names; all of them when it may, and does, name none.</summary>
    private static List<ArmResource> Named(ArmResource scaleSet, JsonObject body, ArmWorld world, bool required)
    {
        var active = ScaleSetCapacity.Active(scaleSet.Id, world);
        var ids = (body["instanceIds"] as JsonArray)?.Select(static id => id!.ToString()).Distinct(StringComparer.Ordinal).ToList();
        if (ids is null)
        {
            return required ? throw ArmErrors.InvalidParameter("Required parameter 'instanceIds' is missing (null).", "instanceIds") : active;
        }

        return ids is ["*"] ? active : [.. ids.Select(id => active.Find(instance => instance.Name.Same(id) || instance.Name.Same($"{scaleSet.Name}_{id}")) ?? throw ComputeErrors.InvalidInstance(id))];
    }

    private static JsonArray Ids(IEnumerable<ArmResource> resources) => [.. resources.Select(static resource => (JsonNode)resource.Id)];
}
