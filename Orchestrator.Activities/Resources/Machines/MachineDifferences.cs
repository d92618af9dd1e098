using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.NetworkInterface;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>In what a machine differs from its spec, field by field. Pure; each difference makes the machine stale.</summary>
public static class MachineDifferences
{
    public const string CustomDataPath = "$.properties.osProfile.customData";
    public const string RestartPath = "$.restartedAt";

    /// <param name="spec">The cluster.</param>
    /// <param name="vm">The control-plane VM.</param>
    /// <param name="networkInterface">Its interface, when it was found.</param>
    /// <param name="fingerprints">What its user data may say, whether it was the first machine or joined later.</param>
    public static IReadOnlyList<FieldChange> OfVirtualMachine(ClusterSpec spec, JsonObject vm, JsonObject? networkInterface, IReadOnlyList<string> fingerprints)
    {
        var machine = spec.ControlPlane.Machine;
        var properties = MachineProperties(machine, (string?)vm["name"] ?? "", keepDiskNames: true);
        properties["hardwareProfile"] = new JsonObject { ["vmSize"] = machine.VmSize };
        properties["networkProfile"] = new JsonObject { ["networkInterfaces"] = Json.References(ClusterResourceIds.NetworkInterfaces(spec, (string?)vm["name"] ?? "")) };
        if (machine.VirtualMachineScaleSetId is { } scaleSet)
        {
            properties["virtualMachineScaleSet"] = Json.Reference(scaleSet);
        }

        MachineBody.SetOffWhatIsOn(properties, machine, vm["properties"]);
        var wanted = new JsonObject { ["properties"] = properties };
        if (MachineBody.Identity(machine) is { } identity)
        {
            wanted["identity"] = identity;
        }

        var hash = (string?)vm["tags"]?[ClusterTags.CustomDataHash];
        return
        [
            .. BodyMerge.Compare(vm, wanted).Changes,
            .. RetiredDataDisks(machine, vm),
            .. OfExtensions(spec, machine, vm),
            .. OfNetworkInterface(spec, networkInterface),
            .. OfRestart(spec.ControlPlane.RestartedAt, vm),
            .. fingerprints.Contains(hash, StringComparer.Ordinal) ? [] : new[] { new FieldChange(CustomDataPath, hash, fingerprints[0]) },
        ];
    }

    /// <param name="spec">The cluster.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="instance">The scale set's instance.</param>
    /// <param name="scaleSet">The scale set, whose tags say with what its instances have booted.</param>
    /// <param name="fingerprint">What the user data shall say.</param>
    public static IReadOnlyList<FieldChange> OfInstance(ClusterSpec spec, MachinePoolSpec pool, JsonObject instance, JsonObject scaleSet, string fingerprint)
    {
        var machine = pool.Machine;
        var properties = MachineProperties(machine, pool.Name, keepDiskNames: false);
        foreach (var ofTheModelOnly in new[] { "priority", "evictionPolicy", "billingProfile", "capacityReservation" })
        {
            properties.Remove(ofTheModelOnly);
        }

        MachineBody.SetOffWhatIsOn(properties, machine, instance["properties"]);
        var wanted = new JsonObject { ["sku"] = new JsonObject { ["name"] = machine.VmSize }, ["properties"] = properties };
        if (MachineBody.Identity(machine) is { } identity && instance["identity"] is not null)
        {
            wanted["identity"] = identity;
        }

        return
        [
            .. BodyMerge.Compare(instance, wanted).Changes,
            .. OfInstanceNetwork(spec, pool, instance),
            .. RetiredDataDisks(machine, instance),
            .. OfExtensions(spec, machine, instance),
            .. OfRestart(pool.RestartedAt, instance),
            .. OfUserData(ScaleSetUpdate.NumberOf(instance), scaleSet, fingerprint),
        ];
    }

    /// <param name="spec">The cluster.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="vm">A machine of its flexible scale set.</param>
    /// <param name="cards">The interfaces of the resource group.</param>
    /// <param name="scaleSet">The scale set, whose tags say with what its machines have booted.</param>
    /// <param name="fingerprint">What the user data shall say.</param>
    public static IReadOnlyList<FieldChange> OfFlexibleMachine(
        ClusterSpec spec, MachinePoolSpec pool, JsonObject vm, IReadOnlyList<JsonObject> cards, JsonObject scaleSet, string fingerprint)
    {
        var machine = pool.Machine;
        var properties = MachineProperties(machine, pool.Name, keepDiskNames: false);
        properties["hardwareProfile"] = new JsonObject { ["vmSize"] = machine.VmSize };
        properties.Remove("additionalCapabilities");
        properties.Remove("capacityReservation");
        MachineBody.SetOffWhatIsOn(properties, machine, vm["properties"]);
        var wanted = new JsonObject { ["properties"] = properties };
        if (MachineBody.Identity(machine) is { } identity)
        {
            wanted["identity"] = identity;
        }

        return
        [
            .. BodyMerge.Compare(vm, wanted).Changes,
            .. cards.Count == 0 ? [] : OfFlexibleInterfaces(spec, pool, vm, cards),
            .. RetiredDataDisks(machine, vm),
            .. OfExtensions(spec, machine, vm),
            .. OfRestart(pool.RestartedAt, vm),
            .. OfUserData(CreatedAt(vm)?.ToUnixTimeSeconds() ?? 0, scaleSet, fingerprint),
        ];
    }

    internal static DateTimeOffset? CreatedAt(JsonObject resource) =>
        DateTimeOffset.TryParse((string?)resource["properties"]?["timeCreated"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>Azure tells of no machine that it has no creation time, so one without is no older than the request.</summary>
    private static IEnumerable<FieldChange> OfRestart(DateTimeOffset? restartedAt, JsonObject machine) => CreatedAt(machine) is { } created && created < restartedAt
        ? [new FieldChange(RestartPath, Text(created), Text(restartedAt.Value))]
        : [];

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Azure names an interface of such a machine for its configuration in the model, with a suffix.</summary>
    private static IEnumerable<FieldChange> OfFlexibleInterfaces(ClusterSpec spec, MachinePoolSpec pool, JsonObject vm, IReadOnlyList<JsonObject> cards)
    {
        var own = (vm["properties"]?["networkProfile"]?["networkInterfaces"] as JsonArray ?? []).Select(static r => (string?)r?["id"])
            .Select(id => cards.FirstOrDefault(card => ResourceId.Same((string?)card["id"], id))).OfType<JsonObject>().ToList();
        foreach (var wanted in ScaleSetProfile.ComparableInterfaces(spec, pool).OfType<JsonObject>())
        {
            var name = (string)wanted["name"]!;
            var at = $"$.networkInterfaces['{name}']";
            if (own.Find(card => ((string?)card["name"])?.StartsWith($"{name}-", StringComparison.OrdinalIgnoreCase) == true) is not { } card)
            {
                yield return new FieldChange(at, null, name);
                continue;
            }

            var properties = (JsonObject)wanted["properties"]!.DeepClone();
            properties.Remove("primary");
            foreach (var change in BodyMerge.Compare(card, new JsonObject { ["properties"] = properties }).Changes)
            {
                yield return change with { Path = at + change.Path[1..] };
            }
        }

        for (var i = own.Count; i > pool.Machine.SecondaryInterfaces.Count + 1; i--)
        {
            yield return new FieldChange("$.networkInterfaces", (string?)own[i - 1]["name"], null);
        }
    }

    /// <summary>The model's own interfaces only: the cloud provider adds pools to them, which are no difference.</summary>
    private static IEnumerable<FieldChange> OfInstanceNetwork(ClusterSpec spec, MachinePoolSpec pool, JsonObject instance)
    {
        const string cards = "networkInterfaceConfigurations";
        if (instance["properties"]?["networkProfileConfiguration"] is not JsonObject network)
        {
            return [];
        }

        return BodyMerge.Compare(network, new JsonObject { [cards] = ScaleSetProfile.ComparableInterfaces(spec, pool) }).Changes
            .Concat(ScaleSetProfile.RetiredInterfaces(pool, network[cards]).Select(static card => new FieldChange($"$.{cards}['{card["name"]}']", (string?)card["name"], null)))
            .Select(static c => c with { Path = $"$.properties.networkProfileConfiguration{c.Path[1..]}" });
    }

    private static IEnumerable<FieldChange> OfUserData(long machine, JsonObject scaleSet, string fingerprint)
    {
        var hash = ScaleSetUpdate.FingerprintOf(scaleSet);
        var since = long.TryParse((string?)scaleSet["tags"]?[ClusterTags.CustomDataSince], CultureInfo.InvariantCulture, out var number) ? number : 0;
        return hash == fingerprint && machine >= since ? [] : [new FieldChange(CustomDataPath, hash == fingerprint ? null : hash, fingerprint)];
    }

    private static IEnumerable<FieldChange> OfExtensions(ClusterSpec spec, MachineSpec machine, JsonObject resource) => MachineExtensions.Differences(
        MachineExtensions.Render(spec, machine), (resource["resources"] as JsonArray ?? []).OfType<JsonObject>(), "$.resources");

    private static JsonObject MachineProperties(MachineSpec machine, string diskPrefix, bool keepDiskNames)
    {
        var storage = MachineBody.StorageProfile(machine, osDiskName: null, diskPrefix);
        ((JsonObject)storage["osDisk"]!).Remove("createOption");
        foreach (var disk in ((JsonArray)storage["dataDisks"]!).OfType<JsonObject>())
        {
            disk.Remove("createOption");
            if (!keepDiskNames)
            {
                // Azure names the disks of scale-set instances itself.
                disk.Remove("name");
            }
        }

        if (machine.DataDisks.Count == 0)
        {
            // All that is attached then is the workloads'.
            storage.Remove("dataDisks");
        }

        var properties = new JsonObject { ["storageProfile"] = storage, ["osProfile"] = new JsonObject() };
        if (machine.SshPublicKey is { Length: > 0 } key)
        {
            properties["osProfile"]!["linuxConfiguration"] = MachineBody.LinuxConfiguration(key);
        }

        MachineBody.SetOptions(properties, machine);
        if (MachineBody.AdditionalCapabilities(machine) is { } capabilities)
        {
            properties["additionalCapabilities"] = capabilities;
        }

        return properties;
    }

    /// <summary>Empty disks that were made with the machine; attached ones are volumes of the cluster's workloads.</summary>
    private static IEnumerable<FieldChange> RetiredDataDisks(MachineSpec machine, JsonObject resource) =>
        (resource["properties"]?["storageProfile"]?["dataDisks"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(d => string.Equals((string?)d["createOption"], "Empty", StringComparison.OrdinalIgnoreCase) && machine.DataDisks.All(wanted => wanted.Lun != (int?)d["lun"]))
            .Select(static d => new FieldChange($"$.properties.storageProfile.dataDisks['{d["lun"]}']", (string?)d["name"], null));

    private static IEnumerable<FieldChange> OfNetworkInterface(ClusterSpec spec, JsonObject? networkInterface)
    {
        if (networkInterface is null)
        {
            return [];
        }

        var machine = spec.ControlPlane.Machine;
        var subnet = Json.Reference(ClusterResourceIds.Subnet(spec, ClusterResourceIds.ControlPlaneSubnet(spec).Name));
        var properties = new JsonObject
        {
            ["ipConfigurations"] = Json.Objects(NetworkInterfaceDefinition.AddressNames((string?)networkInterface["name"] ?? "", machine.PrivateIPConfigs)
                .Select(name => new JsonObject { ["name"] = name, ["properties"] = new JsonObject { ["subnet"] = subnet.DeepClone() } })),
            ["enableIPForwarding"] = machine.IPForwarding,
            ["dnsSettings"] = new JsonObject { ["dnsServers"] = Json.Strings(machine.DnsServers) },
        };
        if (machine.AcceleratedNetworking is { } accelerated)
        {
            properties["enableAcceleratedNetworking"] = accelerated;
        }

        if (!machine.IPForwarding && networkInterface["properties"]?["enableIPForwarding"] is null)
        {
            properties.Remove("enableIPForwarding");
        }

        return BodyMerge.Compare(networkInterface, new JsonObject { ["properties"] = properties }).Changes
            .Select(static c => c with { Path = c.Path.Replace("$.", "$.networkInterface.", StringComparison.Ordinal) });
    }
}
