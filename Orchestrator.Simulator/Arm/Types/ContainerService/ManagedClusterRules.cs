using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>What AKS refuses of a cluster, and what it fills in.</summary>
internal static partial class ManagedClusterRules
{
    public static void Accept(ResourceWrite write)
    {
        if (!ValidName().IsMatch(write.Name))
        {
            throw AksErrors.Bad($"The name '{write.Name}' of the managed cluster is invalid: 1 to 63 letters, digits, '-' and '_', the first and last a letter or a digit.", "resourceName");
        }

        foreach (var shown in new[] { "powerState", "currentKubernetesVersion", "fqdn", "privateFQDN", "azurePortalFQDN", "maxAgentPools", "resourceUID" })
        {
            write.Properties.Remove(shown);
        }

        if (!JsonNode.DeepEquals(write.Existing?.Content.At("properties.autoUpgradeProfile"), write.Content.At("properties.autoUpgradeProfile")))
        {
            write.Service["channelSet"] = write.World.Now.ToString("O");
        }

        AcceptVersion(write);
        AcceptPools(write);
        FillIn(write);
        CheckNodeGroup(write);
    }

    private static void AcceptVersion(ResourceWrite write)
    {
        var asked = write.Content.Text("properties.kubernetesVersion");
        var before = write.Existing is { } existing ? ManagedClusters.VersionOf(existing) : null;
        var version = before is not null && (string.IsNullOrEmpty(asked) || asked.Same(before)) ? before : AksVersions.Resolve(asked, write.Location, write.World) ?? throw AksErrors.VersionNotSupported(asked!, write.Location);
        if (before is not null && !version.Same(before) && !AksVersions.UpgradesOf(before, write.Location, write.World).Contains(version, StringComparer.Ordinal))
        {
            throw AksErrors.UpgradeNotAllowed(before, version, AksVersions.UpgradesOf(before, write.Location, write.World));
        }

        if (!version.Same(before) && AksVersions.IsLongTermOnly(version) && !AksVersions.HasLongTermSupport(write.Content))
        {
            throw AksErrors.LongTermOnly(write.Name, version);
        }

        foreach (var pool in before is null ? [] : AgentPools.Of(write.Id, write.World))
        {
            AgentPoolRules.CheckSkew(pool.Name, AgentPools.VersionOf(pool), version);
        }

        write.Properties["kubernetesVersion"] = version;
        if (before is not null && !version.Same(before) && write.Content.Text("properties.autoUpgradeProfile.upgradeChannel") is { } channel && !channel.Same("none"))
        {
            CheckPoolsMoveAlong(write, version);
        }
    }

    /// <summary>With a channel, control plane and pools move together only.</summary>
    private static void CheckPoolsMoveAlong(ResourceWrite write, string version)
    {
        var listed = write.Content.Items("properties.agentPoolProfiles").ToDictionary(static item => item.Text("name") ?? "", static item => item.Text("orchestratorVersion"), StringComparer.OrdinalIgnoreCase);
        if (AgentPools.Of(write.Id, write.World).Any(pool => !(AksVersions.Resolve(listed.GetValueOrDefault(pool.Name) ?? "none", write.Location, write.World) ?? "").Same(version)))
        {
            throw AksErrors.PoolsNotUpgraded();
        }
    }

    /// <summary>Takes the pools out of the body: they are kept as resources.</summary>
    private static void AcceptPools(ResourceWrite write)
    {
        var listed = write.Content.Items("properties.agentPoolProfiles").Select(static item => item.Copy()).ToList();
        write.Properties.Remove("agentPoolProfiles");
        if (write.Existing is null && !listed.Exists(static item => item.Text("mode").Same("System")))
        {
            throw AksErrors.NoSystemPool();
        }

        var planned = new JsonObject();
        foreach (var item in listed)
        {
            var name = item.Text("name") ?? throw AksErrors.Bad("A node pool of the managed cluster has no name.", "agentPoolProfiles.name");
            item.Remove("name");
            item.Remove("provisioningState");
            planned[name] = Plan(write, name, item);
        }

        write.Arguments["pools"] = planned;
    }

    private static JsonObject Plan(ResourceWrite write, string name, JsonObject properties)
    {
        var id = $"{write.Id}/agentPools/{name}";
        var existing = write.World.Resources.Find(id);
        if (write.Existing is not null && existing is null)
        {
            throw AksErrors.PoolIntroduced();
        }

        var type = write.World.Types.Get(AgentPools.TypeName);
        var pool = new ResourceWrite(write.World, type, id, name, existing, type.Desired(existing, new JsonObject { ["properties"] = properties }));
        CommonRules.CheckImmutable(pool);
        AgentPools.Prepare(pool, write.Content.Text("properties.kubernetesVersion")!, write.Location);
        return new JsonObject { ["content"] = pool.Content, ["service"] = pool.Service };
    }

    private static void FillIn(ResourceWrite write)
    {
        if (write.Content.Text("properties.dnsPrefix") is null && write.Content.Text("properties.fqdnSubdomain") is null)
        {
            throw AksErrors.Bad("Required parameter dnsPrefix is missing.", "dnsPrefix");
        }

        write.Content.Ensure("sku").Default("name", "Base");
        write.Content.Ensure("sku").Default("tier", "Free");
        write.Properties.Default("enableRBAC", true);
        write.Properties.Default("supportPlan", "KubernetesOfficial");
        write.Properties.Default("nodeResourceGroup", NodeResourceGroups.DefaultName(write));
        var network = write.Properties.Ensure("networkProfile");
        network.Default("networkPlugin", "azure");
        network.Default("serviceCidr", "10.0.0.0/16");
        network.Default("dnsServiceIP", "10.0.0.10");
        network.Default("loadBalancerSku", "standard");
        network.Default("outboundType", "loadBalancer");
        write.Service.Default("uid", write.World.NewGuid().ToString("N")[..24]);
        write.Service.Default("suffix", 10_000_000 + write.World.Options.Randomness.Next(90_000_000));
        var prefix = write.Content.Text("properties.dnsPrefix") ?? write.Content.Text("properties.fqdnSubdomain");
        var isPrivate = write.Content.Flag("properties.apiServerAccessProfile.enablePrivateCluster");
        write.Service.Default("fqdn", $"{prefix}-{write.World.NewGuid().ToString("N")[..8]}.{(isPrivate ? $"privatelink.{write.Location}" : $"hcp.{write.Location}")}.azmk8s.io");
        if (write.Content.Text("identity.type").Same("SystemAssigned"))
        {
            write.Service.Default("principalId", write.World.NewGuid().ToString());
            write.Service.Default("created", write.World.Now.ToString("O"));
        }
    }

    private static void CheckNodeGroup(ResourceWrite write)
    {
        if (write.Existing is null && write.World.Resources.Find(NodeResourceGroups.IdOf(write.Id, write.Content)) is not null)
        {
            throw AksErrors.Bad($"The node resource group '{write.Content.Text("properties.nodeResourceGroup")}' exists already; AKS makes it and must have it for itself.", "properties.nodeResourceGroup");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
