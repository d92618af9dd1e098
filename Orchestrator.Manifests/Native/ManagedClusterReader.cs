using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.ClusterApi.ManagedClusters;
using Orchestrator.Manifests.Defaults;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Drift;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>
/// Reads <c>orchestrator/v1alpha1 ManagedCluster</c>: an AKS cluster in Azure's own words. <c>properties</c>, <c>sku</c> and the like are the ARM body; a pool's
/// fields, and a maintenance configuration's, beside its name are ARM's too.
/// </summary>
internal sealed class ManagedClusterReader : IKindReader
{
    public string ApiGroup => "orchestrator";

    public string ApiVersion => "v1alpha1";

    public string Kind => "ManagedCluster";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        if (spec is null)
        {
            var empty = new ManagedClusterDraft { Name = meta.Name, Body = [] };
            return new ManagedClusterManifest(meta, root.Context.Origins, new ClusterDraft { Key = new(meta.Namespace, meta.Name), ManagedCluster = empty }, Identity: null);
        }

        root.Context.Origins.Add("key.name", meta.NameLocation);
        root.Context.Origins.Add(ManagedClusterBody.SpecPath, spec.Location);
        if (spec.Has("backup"))
        {
            spec.Refuse("backup", "'backup' is of clusters whose etcd is ours; Azure keeps an AKS cluster's.", "Remove it; Azure Backup for AKS (an extension) backs up what runs in the cluster.");
        }

        if (spec.Has("roles"))
        {
            spec.Refuse("roles", "'roles' are given to identities of machines of ours; an AKS cluster's nodes are Azure's.", "Remove it, and give roles to the identities that 'managedIdentity' and 'identityProfile' name.");
        }

        var (identity, reference) = IdentityReader.Read(spec, meta);
        var draft = new ClusterDraft
        {
            Key = new ClusterKey(meta.Namespace, meta.Name),
            SubscriptionId = spec.RequiredString("subscription", at: "subscriptionId"),
            Location = spec.RequiredString("location"),
            ResourceGroup = spec.String("resourceGroup"),
            Environment = spec.Choice("environment", AzureClouds.Names),
            Identity = identity,
            AdditionalTags = spec.StringMap("tags", at: "additionalTags"),
            Network = spec.Object("network") is { } network ? ReadNetwork(network) : new NetworkDraft(),
            ManagedCluster = ReadCluster(spec, meta),
            PruneAllowed = meta.PruneAllowed,
            Drift = DriftReader.Read(spec, meta.Drift),
            Labels = meta.Labels,
            Operations = OperationPolicyReader.Read(spec, meta.Operations),
        };
        return new ManagedClusterManifest(meta, root.Context.Origins, draft, reference);
    }

    private static ManagedClusterDraft ReadCluster(ObjectReader spec, ObjectMeta meta)
    {
        var upgrade = spec.Object("upgrade", at: "managedCluster");
        var adopt = spec.Boolean("adopt", at: "managedCluster.adopt") ?? false;
        return new ManagedClusterDraft
        {
            Name = spec.String("name", at: "managedCluster.name") ?? meta.Name,
            Version = adopt ? spec.String("kubernetesVersion", at: "managedCluster.version") : spec.RequiredString("kubernetesVersion", at: "managedCluster.version"),
            Body = ReadBody(spec),
            Pools = [.. spec.Objects("pools", at: "managedCluster.pools").Select(ReadPool)],
            Maintenance = [.. spec.Objects("maintenance", at: "maintenance").Select(ReadMaintenance)],
            FleetMember = spec.Object("fleetMember") is { } member ? new FleetMemberDraft(member.String("name"), member.String("group")) { FleetId = ReadFleet(member) } : null,
            Extensions = [.. spec.Objects("extensions").Select(ReadExtension)],
            MaxParallelPools = upgrade?.Integer("maxParallelPools") ?? 1,
            ReplacePools = upgrade?.Boolean("replacePools") ?? false,
            UpgradeNodeImages = upgrade?.Boolean("nodeImages", at: "upgradeNodeImages") ?? false,
            Adopt = adopt,
            Power = spec.Choice<ManagedClusterPower>("power", at: "managedCluster.power"),
            Headers = spec.StringMap("headers", at: "managedCluster.headers"),
        };
    }

    private static JsonObject ReadBody(ObjectReader spec)
    {
        var body = new JsonObject();
        foreach (var (name, member) in new[] { ("sku", "sku"), ("managedIdentity", "identity"), ("extendedLocation", "extendedLocation"), ("properties", "properties") })
        {
            if (spec.Arm(name, ArmSchema.ManagedCluster.Properties[member].Schema, at: $"/{ManagedClusterBody.SpecPath}.{member}") is { } value)
            {
                body[member] = value;
            }
        }

        foreach (var (field, instead) in new[] { ("agentPoolProfiles", "pools"), ("kubernetesVersion", "kubernetesVersion") })
        {
            if (body["properties"] is JsonObject properties && properties.Remove(field))
            {
                spec.Invalid("properties", $"'properties.{field}' is not read here.", $"Write it as 'spec.{instead}'.");
            }
        }

        return body;
    }

    private static AgentPoolDraft ReadPool(ObjectReader pool, int index)
    {
        var name = pool.RequiredString("name");
        var draft = new AgentPoolDraft(name, [])
        {
            Version = pool.String("kubernetesVersion", at: "version"),
            SubnetName = pool.String("subnet", at: "properties.vnetSubnetID"),
            Headers = pool.StringMap("headers"),
        };
        Fill(pool, draft.Properties, ArmSchema.AgentPoolProperties, ManagedClusterBody.PoolPath(index));
        if (draft.Properties.Remove("orchestratorVersion"))
        {
            pool.Invalid("orchestratorVersion", "'orchestratorVersion' is not read here.", "Write it as 'kubernetesVersion'.");
        }

        return draft;
    }

    private static (string Name, JsonObject Body) ReadMaintenance(ObjectReader configuration, int index)
    {
        var name = configuration.RequiredString("name");
        var properties = new JsonObject();
        Fill(configuration, properties, ArmSchema.MaintenanceConfiguration.Properties["properties"].Schema, $"maintenance[{index}]");
        return (name, new JsonObject { ["properties"] = properties });
    }

    private static string? ReadFleet(ObjectReader member) => member.Require("fleet") ? ArmId.Read(member, "fleet", ArmId.Fleet) : null;

    private static ExtensionDraft ReadExtension(ObjectReader extension, int index)
    {
        var (name, body, schema) = (extension.RequiredString("name"), new JsonObject(), ArmSchema.ClusterExtension.Properties);
        extension.Unsupported("configurationProtectedSettings");
        foreach (var member in (string[])["plan", "identity"])
        {
            if (extension.Arm(member, schema[member].Schema, at: $"/{ExtensionDraft.PathOf(index)}.{member}") is { } value)
            {
                body[member] = value;
            }
        }

        var properties = new JsonObject();
        Fill(extension, properties, schema["properties"].Schema, $"{ExtensionDraft.PathOf(index)}.properties");
        body["properties"] = properties;
        if (properties["extensionType"] is null)
        {
            _ = extension.Require("extensionType");
        }

        return new ExtensionDraft(name, body);
    }

    private static void Fill(ObjectReader owner, JsonObject body, ArmSchema schema, string specPath)
    {
        var reader = new ArmBodyReader(owner.Context) { IsWhole = true };
        owner.Context.Origins.Add(specPath, owner.Location);
        foreach (var (entry, path) in owner.Entries())
        {
            reader.ReadMember(entry, schema, body, path, specPath);
        }
    }

    private static NetworkDraft ReadNetwork(ObjectReader network)
    {
        var vnet = network.RequiredObject("virtualNetwork");
        return new NetworkDraft
        {
            VirtualNetworkName = vnet?.String("name"),
            VirtualNetworkResourceGroup = vnet?.String("resourceGroup"),
            VirtualNetworkCidrBlocks = vnet?.Strings("cidrs", at: "cidrBlocks") ?? [],
            Subnets =
            [
                .. network.Objects("subnets").Select(static subnet => new SubnetDraft
                {
                    Name = subnet.RequiredString("name"),
                    Role = SubnetRole.Cluster,
                    CidrBlocks = subnet.Strings("cidrs", at: "cidrBlocks"),
                    ServiceEndpoints = SubnetReader.ReadServiceEndpoints(subnet),
                    PrivateEndpoints = [.. subnet.Objects("privateEndpoints").Select(PrivateEndpointReader.Read)],
                }),
            ],
        };
    }
}
