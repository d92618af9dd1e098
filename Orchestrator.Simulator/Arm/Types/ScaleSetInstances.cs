using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>The instances of a Uniform scale set. Each keeps the model of the moment it was made.</summary>
internal sealed class ScaleSetInstances : ComputeType
{
    public const string TypeName = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines";
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int SuffixLength = 6;

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((45, 65), (6, 10), (38, 44));

    public override string PutOperation => "PutVirtualMachineScaleSetVMOperation";

    public override bool IsTracked => false;

    /// <summary>All writes under one scale set take turns.</summary>
    public override string Lock(string id) => References.OwnerOf(id)!;

    /// <summary>Of an instance only its protection is writable; the rest is its scale set's.</summary>
    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        if (existing is null)
        {
            throw new ArmException(404, "InvalidResource", "Instances of a scale set are created by its capacity.");
        }

        var desired = existing.Content.Copy();
        if (body.At("properties.protectionPolicy") is { } protection)
        {
            desired.Ensure("properties")["protectionPolicy"] = protection.DeepClone();
        }

        return desired;
    }

    public override void BeginDelete(ArmResource resource, ArmWorld world)
    {
        var scaleSet = world.Resources.Find(References.OwnerOf(resource.Id))!;
        ScaleSetCapacity.Doom(scaleSet, [resource], world);
    }

    public override void Deleted(ArmResource resource, ArmWorld world) => world.Machines.Delete(resource.Id);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var scaleSet = world.Resources.Find(References.OwnerOf(resource.Id));
        view["instanceId"] = resource.Service["instanceId"]?.DeepClone();
        var properties = view.Ensure("properties");
        properties["latestModelApplied"] = scaleSet is not null && HasLatestModel(resource, scaleSet);
        properties["modelDefinitionApplied"] = "VirtualMachineScaleSet";
        properties["vmId"] = resource.Service["vmId"]?.DeepClone();
        properties["timeCreated"] = resource.Service["timeCreated"]?.DeepClone();
    }

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) => name.ToLowerInvariant() switch
    {
        "instanceview" => InstanceViews.Of(resource, resource.Content.Text("properties.osProfile.computerName")),
        "networkinterfaces" => new JsonObject { ["value"] = new JsonArray([.. CardsOf(resource)]) },
        _ => null,
    };

    public override ResourceAction? Action(string name) => PowerActions.Find(name, static (instance, _, _) => [instance], MachineDefinitions.OfInstance);

    public static string ZoneOf(ArmResource instance) => (instance.Content["zones"] as JsonArray)?.FirstOrDefault()?.ToString() ?? "";

    /// <summary>A machine that joined a Flexible scale set by itself has no model to be behind.</summary>
    public static bool HasLatestModel(ArmResource instance, ArmResource scaleSet) => instance.Service["model"] is null || JsonNode.DeepEquals(instance.Service["model"], ModelOf(scaleSet));

    /// <summary>Makes instances from the newest model, each in the emptiest zone. Ids are never used again, and some are skipped, as on Azure.</summary>
    public static IReadOnlyList<ArmResource> Create(ArmResource scaleSet, int count, IReadOnlyList<ArmResource> active, ArmWorld world)
    {
        var zones = (scaleSet.Content["zones"] as JsonArray)?.Select(static zone => zone!.ToString()).ToList() ?? [];
        var load = zones.ToDictionary(static zone => zone, zone => active.Count(instance => string.Equals(ZoneOf(instance), zone, StringComparison.Ordinal)), StringComparer.Ordinal);
        var allocators = new Dictionary<string, SubnetAddresses>(StringComparer.OrdinalIgnoreCase);
        var next = scaleSet.Service.Number("nextInstance") ?? 0;
        var created = new List<ArmResource>();
        for (var i = 0; i < count; i++)
        {
            var number = next + (world.Options.Randomness.Next(4) == 0 ? 1 : 0);
            next = number + 1;
            var zone = load.Count == 0 ? null : load.MinBy(static entry => entry.Value).Key;
            if (zone is not null)
            {
                load[zone]++;
            }

            created.Add(FlexibleInstances.IsFlexible(scaleSet.Content)
                ? FlexibleInstances.Create(scaleSet, number, zone, world)
                : world.Keep(WithAddresses(New(scaleSet, number, zone, world), allocators, count, world)));
        }

        scaleSet.Service["nextInstance"] = next;
        return created;
    }

    /// <summary>The instance under the newest model of its scale set; name, zone and addresses stay.</summary>
    public static ArmResource WithModel(ArmResource instance, ArmResource scaleSet)
    {
        var service = instance.Service.Copy();
        service["model"] = ModelOf(scaleSet);
        var content = ContentOf(scaleSet, instance.Id, ScaleSetCapacity.NumberOf(instance), ZoneOf(instance) is { Length: > 0 } zone ? zone : null);
        if (instance.Content.At("properties.protectionPolicy") is { } protection)
        {
            content.Ensure("properties")["protectionPolicy"] = protection.DeepClone();
        }

        return instance with { Content = content, Service = service };
    }

    /// <summary>The network interfaces of an instance as the network provider shows them.</summary>
    public static IEnumerable<JsonObject> CardsOf(ArmResource instance) =>
        instance.Content.Items("properties.networkProfileConfiguration.networkInterfaceConfigurations").Select(card => CardOf(instance, card));

    private static JsonObject CardOf(ArmResource instance, JsonObject card)
    {
        var properties = card["properties"]!.AsObject().Copy();
        foreach (var configuration in properties.Items("ipConfigurations"))
        {
            var id = IPConfigurations.InstanceConfigurationId(instance.Id, card, configuration);
            configuration["id"] = id;
            configuration.Ensure("properties")["privateIPAddress"] = IPConfigurations.Of(instance).FirstOrDefault(use => use.ConfigurationId.Same(id))?.Address;
        }

        properties["provisioningState"] = instance.State;
        properties["virtualMachine"] = new JsonObject { ["id"] = instance.Id };
        return new JsonObject { ["name"] = card.Text("name"), ["id"] = $"{instance.Id}/networkInterfaces/{card["name"]}", ["properties"] = properties };
    }

    public static JsonObject ModelOf(ArmResource scaleSet) => new()
    {
        ["size"] = scaleSet.Content.Text("sku.name"),
        ["profile"] = scaleSet.Content.At("properties.virtualMachineProfile")?.DeepClone(),
    };

    private static ArmResource New(ArmResource scaleSet, int number, string? zone, ArmWorld world)
    {
        var id = $"{scaleSet.Id}/virtualMachines/{number}";
        var service = new JsonObject
        {
            ["instanceId"] = number.ToString(CultureInfo.InvariantCulture),
            ["vmId"] = world.NewGuid().ToString(),
            ["timeCreated"] = world.Now.ToString("O"),
            ["power"] = PowerState.Running,
            ["model"] = ModelOf(scaleSet),
        };
        return new ArmResource(id, TypeName, $"{scaleSet.Name}_{number}", ContentOf(scaleSet, id, number, zone), service, "Creating", "", "PutVirtualMachineScaleSetVMOperation");
    }

    private static JsonObject ContentOf(ArmResource scaleSet, string id, int number, string? zone)
    {
        var profile = scaleSet.Content.At("properties.virtualMachineProfile")!.AsObject();
        var properties = new JsonObject();
        foreach (var section in new[] { "storageProfile", "osProfile", "securityProfile", "diagnosticsProfile" })
        {
            if (profile[section] is { } value)
            {
                properties[section] = value.DeepClone();
            }
        }

        if (scaleSet.Content.At("properties.additionalCapabilities") is { } capabilities)
        {
            properties["additionalCapabilities"] = capabilities.DeepClone();
        }

        NameParts(properties, scaleSet.Name, profile.Text("osProfile.computerNamePrefix")!, number);
        var cards = profile.Items("networkProfile.networkInterfaceConfigurations").Select(static card => card.Copy()).ToList();
        properties["networkProfile"] = new JsonObject { ["networkInterfaces"] = new JsonArray([.. cards.Select(card => new JsonObject { ["id"] = $"{id}/networkInterfaces/{card["name"]}" })]) };
        properties["networkProfileConfiguration"] = new JsonObject { ["networkInterfaceConfigurations"] = new JsonArray([.. cards]) };
        var content = new JsonObject
        {
            ["location"] = scaleSet.Location,
            ["tags"] = scaleSet.Content["tags"]?.DeepClone() ?? new JsonObject(),
            ["sku"] = new JsonObject { ["name"] = scaleSet.Content.Text("sku.name"), ["tier"] = scaleSet.Content.Text("sku.tier") },
            ["properties"] = properties,
        };
        if (profile.At("extensionProfile.extensions") is JsonArray extensions)
        {
            content["resources"] = extensions.DeepClone();
        }

        if (zone is not null)
        {
            content["zones"] = new JsonArray(zone);
        }

        return content;
    }

    private static void NameParts(JsonObject properties, string scaleSet, string prefix, int number)
    {
        var os = properties.Ensure("osProfile");
        os.Remove("computerNamePrefix");
        os["computerName"] = prefix + Base36(number);
        var disk = properties.Ensure("storageProfile.osDisk");
        disk["name"] = $"{scaleSet}_{scaleSet}_{number}_OsDisk_1";
    }

    private static ArmResource WithAddresses(ArmResource instance, Dictionary<string, SubnetAddresses> allocators, int wanted, ArmWorld world)
    {
        var addresses = new JsonObject();
        foreach (var use in IPConfigurations.Of(instance))
        {
            if (!allocators.TryGetValue(use.SubnetId, out var allocator))
            {
                var subnet = world.Resources.Find(use.SubnetId) ?? throw NetworkErrors.InvalidReference(use.SubnetId, References.OwnerOf(instance.Id)!);
                allocators[use.SubnetId] = allocator = new SubnetAddresses(subnet, world.Resources, instance.Id);
            }

            var parts = use.ConfigurationId.Split('/');
            addresses[$"{parts[^3]}/{parts[^1]}"] = allocator.TakeNext(use.ConfigurationId, wanted);
        }

        instance.Service["addresses"] = addresses;
        return instance;
    }

    public static string Base36(int number)
    {
        var text = new char[SuffixLength];
        for (var i = SuffixLength - 1; i >= 0; i--)
        {
            text[i] = Digits[number % Digits.Length];
            number /= Digits.Length;
        }

        return new string(text);
    }
}
