using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

internal sealed class AzureManagedMachinePoolReader : IKindReader
{
    /// <summary>Where the pool's properties are, relative to the pool.</summary>
    private const string Here = "properties";

    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "AzureManagedMachinePool";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var properties = new JsonObject();
        if (root.RequiredObject("spec", at: string.Empty) is not { } spec)
        {
            return new AzureManagedMachinePoolManifest(meta, root.Context.Origins) { Properties = properties };
        }

        spec.Ignore("providerIDList");
        root.Context.Origins.Add(Here, spec.Location);
        var fields = new ArmFields(spec, properties, Here);
        ReadMachines(spec, fields, properties);
        ReadScaling(spec, fields);
        ReadNodes(spec, fields, properties);
        KubeletFields.Read(fields.Inside("kubeletConfig"));
        LinuxFields.Read(fields.Inside("linuxOSConfig"), properties);
        var body = new JsonObject { ["properties"] = properties };
        ManagedClusterBody.Patch(spec, "asoManagedClustersAgentPoolPatches", body, ArmSchema.AgentPool, "patched");
        return new AzureManagedMachinePoolManifest(meta, root.Context.Origins)
        {
            Name = spec.String("name"),
            SubnetName = spec.String("subnetName", at: $"{Here}.vnetSubnetID"),
            Properties = properties,
        };
    }

    private static void ReadMachines(ObjectReader spec, ArmFields fields, JsonObject properties)
    {
        _ = spec.Require("mode");
        _ = fields.Text("mode", "mode", "System", "User");
        _ = spec.Require("sku");
        _ = fields.Text("sku", "vmSize");
        _ = fields.Number("osDiskSizeGB", "osDiskSizeGB", 0, 2048);
        _ = fields.Text("osDiskType", "osDiskType", "Ephemeral", "Managed");
        _ = fields.Text("osType", "osType", "Linux", "Windows");
        _ = fields.Strings("availabilityZones", "availabilityZones");
        _ = fields.Text("kubeletDiskType", "kubeletDiskType", "OS", "Temporary");
        _ = fields.Flag("enableUltraSSD", "enableUltraSSD");
        _ = fields.Flag("enableFIPS", "enableFIPS");
        _ = fields.Flag("enableEncryptionAtHost", "enableEncryptionAtHost");
        _ = fields.Flag("enableNodePublicIP", "enableNodePublicIP");
        _ = fields.Text("nodePublicIPPrefixID", "nodePublicIPPrefixID");
        _ = fields.Number("maxPods", "maxPods", 10, 250);
        if (properties.NumberAt("osDiskSizeGB") == 0)
        {
            // Azure's own choice.
            properties.Remove("osDiskSizeGB");
        }
    }

    private static void ReadScaling(ObjectReader spec, ArmFields fields)
    {
        if (fields.Inside("scaling") is { } scaling)
        {
            _ = scaling.Reader.Require("minSize") & scaling.Reader.Require("maxSize");
            _ = scaling.Number("minSize", "minCount", 0, 1000);
            _ = scaling.Number("maxSize", "maxCount", 1, 1000);
            fields.Set("enableAutoScaling", true);
        }

        _ = fields.Text("scaleDownMode", "scaleDownMode", "Deallocate", "Delete");
        _ = fields.Text("scaleSetPriority", "scaleSetPriority", "Regular", "Spot");
        if (spec.Node("spotMaxPrice", at: $"{Here}.spotMaxPrice") is var (price, _) && price is Yaml.ScalarNode { IsUnknown: false } scalar)
        {
            // A Kubernetes quantity: a number, or a string that holds one.
            if (decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && (value == -1 || value > 0))
            {
                fields.Set("spotMaxPrice", ArmBodyReader.Shortest(value));
            }
            else
            {
                spec.Invalid("spotMaxPrice", $"'spotMaxPrice' cannot be {scalar.Value}.", "Write a price above 0, or -1 for the price on demand.");
            }
        }
    }

    private static void ReadNodes(ObjectReader spec, ArmFields fields, JsonObject properties)
    {
        _ = fields.Map("nodeLabels", "nodeLabels");
        _ = fields.Map("additionalTags", "tags");
        var taints = new JsonArray();
        foreach (var taint in spec.Objects("taints", at: $"{Here}.nodeTaints"))
        {
            var (key, value) = (taint.RequiredString("key"), taint.String("value"));
            var effect = taint.Require("effect") ? taint.Choice("effect", ["NoSchedule", "NoExecute", "PreferNoSchedule"]) : null;
            taints.Add((JsonNode)$"{key}={value}:{effect}");
        }

        if (spec.Has("taints"))
        {
            properties["nodeTaints"] = taints;
        }
    }
}
