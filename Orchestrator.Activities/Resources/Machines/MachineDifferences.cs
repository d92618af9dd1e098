using System.Text.Json.Nodes;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>In what a machine differs from its spec, field by field. Pure; each difference makes the machine stale.</summary>
public static class MachineDifferences
{
    public const string CustomDataPath = "$.properties.osProfile.customData";

    /// <param name="spec">The cluster.</param>
    /// <param name="vm">The control-plane VM.</param>
    /// <param name="networkInterface">Its interface, when it was found.</param>
    /// <param name="fingerprints">What its user data may say, whether it was the first machine or joined later.</param>
    public static IReadOnlyList<FieldChange> OfVirtualMachine(ClusterSpec spec, JsonObject vm, JsonObject? networkInterface, IReadOnlyList<string> fingerprints)
    {
        var machine = spec.ControlPlane.Machine;
        var properties = MachineProperties(machine, (string?)vm["name"] ?? "", keepDiskNames: true);
        properties["hardwareProfile"] = new JsonObject { ["vmSize"] = machine.VmSize };
        MachineBody.SetSpot(properties, machine.Spot);
        MachineBody.SetRegularIfSpot(properties, machine.Spot, vm["properties"]);
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
            .. OfNetworkInterface(spec, networkInterface),
            .. fingerprints.Contains(hash, StringComparer.Ordinal) ? [] : new[] { new FieldChange(CustomDataPath, hash, fingerprints[0]) },
        ];
    }

    /// <param name="pool">The pool.</param>
    /// <param name="instance">The scale set's instance.</param>
    /// <param name="scaleSet">The scale set, whose tags say with what its instances have booted.</param>
    /// <param name="fingerprint">What the user data shall say.</param>
    public static IReadOnlyList<FieldChange> OfInstance(MachinePoolSpec pool, JsonObject instance, JsonObject scaleSet, string fingerprint)
    {
        var machine = pool.Machine;
        var wanted = new JsonObject
        {
            ["sku"] = new JsonObject { ["name"] = machine.VmSize },
            ["properties"] = MachineProperties(machine, pool.Name, keepDiskNames: false),
        };
        if (MachineBody.Identity(machine) is { } identity && instance["identity"] is not null)
        {
            wanted["identity"] = identity;
        }

        return
        [
            .. BodyMerge.Compare(instance, wanted).Changes,
            .. OfInstanceNetwork(pool, instance),
            .. RetiredDataDisks(machine, instance),
            .. OfUserData(instance, scaleSet, fingerprint),
        ];
    }

    /// <summary>The model's own interface only: the cloud provider adds pools to it, which are no difference.</summary>
    private static IEnumerable<FieldChange> OfInstanceNetwork(MachinePoolSpec pool, JsonObject instance)
    {
        if (pool.Machine.AcceleratedNetworking is not { } accelerated || instance["properties"]?["networkProfileConfiguration"] is not JsonObject network)
        {
            return [];
        }

        var card = new JsonObject { ["name"] = $"{pool.Name}-nic-0", ["properties"] = new JsonObject { ["enableAcceleratedNetworking"] = accelerated } };
        return BodyMerge.Compare(network, new JsonObject { ["networkInterfaceConfigurations"] = Json.Objects([card]) }).Changes
            .Select(static c => c with { Path = c.Path.Replace("$.", "$.properties.networkProfileConfiguration.", StringComparison.Ordinal) });
    }

    private static IEnumerable<FieldChange> OfUserData(JsonObject instance, JsonObject scaleSet, string fingerprint)
    {
        var hash = ScaleSetUpdate.FingerprintOf(scaleSet);
        var since = int.TryParse((string?)scaleSet["tags"]?[ClusterTags.CustomDataSince], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
        return hash == fingerprint && ScaleSetUpdate.NumberOf(instance) >= since ? [] : [new FieldChange(CustomDataPath, hash == fingerprint ? null : hash, fingerprint)];
    }

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

        var properties = new JsonObject { ["storageProfile"] = storage };
        if (machine.SshPublicKey is { Length: > 0 } key)
        {
            properties["osProfile"] = new JsonObject { ["linuxConfiguration"] = MachineBody.LinuxConfiguration(key) };
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

        var properties = new JsonObject
        {
            ["ipConfigurations"] = Json.Objects(
            [
                new JsonObject
                {
                    ["name"] = "pipConfig",
                    ["properties"] = new JsonObject { ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, ClusterResourceIds.ControlPlaneSubnet(spec).Name)) },
                },
            ]),
        };
        if (spec.ControlPlane.Machine.AcceleratedNetworking is { } accelerated)
        {
            properties["enableAcceleratedNetworking"] = accelerated;
        }

        return BodyMerge.Compare(networkInterface, new JsonObject { ["properties"] = properties }).Changes
            .Select(static c => c with { Path = c.Path.Replace("$.", "$.networkInterface.", StringComparison.Ordinal) });
    }
}
