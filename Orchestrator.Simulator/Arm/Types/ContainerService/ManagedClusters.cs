using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>
/// AKS clusters. The control plane moves one minor at a time and first; the node resource group comes and goes with the cluster. Pools in the
/// body are made with the cluster; afterwards they are resources of their own, and the body updates those that are there.
/// </summary>
internal sealed partial class ManagedClusters : ResourceType
{
    public const string TypeName = "Microsoft.ContainerService/managedClusters";
    private static readonly (double, double) Upgrade = (300, 480);
    private static readonly (double, double) PowerChange = (120, 240);

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.ContainerService;

    public override OperationLatency Latency { get; } = new((219, 504), (60, 150), (240, 420));

    public override IReadOnlyList<string> Immutable =>
    [
        "properties.dnsPrefix", "properties.fqdnSubdomain", "properties.nodeResourceGroup", "properties.linuxProfile.adminUsername", "properties.apiServerAccessProfile.enablePrivateCluster",
        "properties.apiServerAccessProfile.privateDNSZone", "properties.networkProfile.serviceCidr", "properties.networkProfile.dnsServiceIP", "properties.networkProfile.loadBalancerSku", "properties.diskEncryptionSetID",
    ];

    /// <summary>What the control plane runs now.</summary>
    public static string VersionOf(ArmResource cluster) => cluster.Service.Text("version") ?? cluster.Content.Text("properties.kubernetesVersion")!;

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
        if (!ValidName().IsMatch(write.Name))
        {
            throw AksErrors.Bad($"The name '{write.Name}' of the managed cluster is invalid: 1 to 63 letters, digits, '-' and '_', the first and last a letter or a digit.", "resourceName");
        }

        AcceptVersion(write);
        AcceptPools(write);
        FillIn(write);
        CheckNodeGroup(write);
    }

    public override void Begin(ResourceWrite write)
    {
        if (write.Existing is null)
        {
            var group = NodeGroupOf(write.Id, write.Content);
            var content = new JsonObject { ["location"] = write.Location, ["managedBy"] = write.Id, ["tags"] = write.Content["tags"]?.DeepClone() ?? new JsonObject(), ["properties"] = new JsonObject() };
            write.World.Keep(new ArmResource(group, ResourceGroups.TypeName, group[(group.LastIndexOf('/') + 1)..], content, [], ArmResource.Succeeded, "", "PutResourceGroupOperation"));
        }

        foreach (var (name, planned) in write.Arguments["pools"] as JsonObject ?? [])
        {
            var id = $"{write.Id}/agentPools/{name}";
            var state = write.World.Resources.Find(id) is null ? Provider.CreatingState : "Updating";
            write.World.Keep(new ArmResource(id, AgentPools.TypeName, name, planned!["content"]!.AsObject().Copy(), planned["service"]!.AsObject().Copy(), state, "", "PutAgentPoolOperation"));
        }
    }

    public override TimeSpan? Duration(ResourceWrite write) => BusyState(write) is "Upgrading" ? write.World.Within(Upgrade) : base.Duration(write);

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        SetPools(resource, operation, world, ArmResource.Succeeded);
        var service = resource.Service.Copy();
        service["version"] = resource.Content.Text("properties.kubernetesVersion");
        service.Default("power", "Running");
        return resource with { Service = service };
    }

    public override void Fail(ArmResource resource, ArmOperation operation, ArmWorld world) => SetPools(resource, operation, world, ArmResource.Failed);

    public override void BeginDelete(ArmResource resource, ArmWorld world)
    {
        foreach (var pool in AgentPools.Of(resource.Id, world).ToList())
        {
            world.Keep(pool with { State = ArmResource.Deleting });
        }

        if (world.Resources.Find(NodeGroupOf(resource.Id, resource.Content)) is { } group)
        {
            world.Keep(group with { State = ArmResource.Deleting });
        }
    }

    public override void Deleted(ArmResource resource, ArmWorld world)
    {
        var group = NodeGroupOf(resource.Id, resource.Content);
        foreach (var below in world.Resources.Below(group).Reverse().ToList())
        {
            world.Types.Get(below.Type).Deleted(below, world);
            world.Resources.Remove(below.Id);
        }

        world.Resources.Remove(group);
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties["currentKubernetesVersion"] = VersionOf(resource);
        properties["powerState"] = new JsonObject { ["code"] = resource.Service.Text("power") ?? "Running" };
        properties["maxAgentPools"] = 100;
        properties["resourceUID"] = resource.Service["uid"]?.DeepClone();
        properties["agentPoolProfiles"] = new JsonArray([.. AgentPools.Of(resource.Id, world).Select(static pool => Profile(pool))]);
        var isPrivate = resource.Content.Flag("properties.apiServerAccessProfile.enablePrivateCluster");
        properties[isPrivate ? "privateFQDN" : "fqdn"] = resource.Service["fqdn"]?.DeepClone();
        if (resource.Content.Flag("properties.oidcIssuerProfile.enabled"))
        {
            properties.Ensure("oidcIssuerProfile")["issuerURL"] = $"https://{resource.Location}.oic.prod-aks.azure.com/{world.Options.TenantId}/{resource.Service.Text("uid")}/";
        }

        (properties["servicePrincipalProfile"] as JsonObject)?.Remove("secret");
        (properties["windowsProfile"] as JsonObject)?.Remove("adminPassword");
        if (view["identity"] is JsonObject identity && resource.Service["principalId"] is { } principal)
        {
            identity["principalId"] = principal.DeepClone();
            identity["tenantId"] = world.Options.TenantId;
        }
    }

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) => !name.Same("upgradeProfiles/default") ? null : new JsonObject
    {
        ["id"] = $"{resource.Id}/upgradeProfiles/default",
        ["name"] = "default",
        ["type"] = $"{TypeName}/upgradeProfiles",
        ["properties"] = new JsonObject
        {
            ["controlPlaneProfile"] = new JsonObject { ["kubernetesVersion"] = VersionOf(resource), ["name"] = "master", ["osType"] = "Linux", ["upgrades"] = AksVersions.Profile(AksVersions.UpgradesOf(VersionOf(resource))) },
            ["agentPoolProfiles"] = new JsonArray([.. AgentPools.Of(resource.Id, world).Select(static pool => new JsonObject { ["kubernetesVersion"] = AgentPools.VersionOf(pool), ["name"] = pool.Name, ["osType"] = pool.Content.Text("properties.osType"), ["upgrades"] = new JsonArray() })]),
        },
    };

    public override ResourceAction? Action(string name) => name.ToLowerInvariant() switch
    {
        "stop" => Power("Stopped"),
        "start" => Power("Running"),
        "rotateclustercertificates" => new ResourceAction(static (_, _, world) => (world.Within(Upgrade), []), static (_, _, _) => { }),
        _ => null,
    };

    public override JsonNode? Invoke(string action, ArmResource resource, JsonObject body, ArmRequest request, ArmWorld world)
    {
        if (!action.Same("listClusterAdminCredential") && !action.Same("listClusterUserCredential"))
        {
            return null;
        }

        var isAdmin = action.Same("listClusterAdminCredential");
        if (isAdmin && resource.Content.Flag("properties.disableLocalAccounts"))
        {
            throw AksErrors.LocalAccountsDisabled();
        }

        var name = isAdmin ? "clusterAdmin" : "clusterUser";
        return new JsonObject { ["kubeconfigs"] = new JsonArray(new JsonObject { ["name"] = name, ["value"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Kubeconfig(resource, name))) }) };
    }

    private static ResourceAction Power(string state) => new(
        static (_, _, world) => (world.Within(PowerChange), []),
        (cluster, _, world) =>
        {
            foreach (var item in AgentPools.Of(cluster.Id, world).Append(cluster).ToList())
            {
                var service = item.Service.Copy();
                service["power"] = state;
                world.Keep(item with { Service = service });
            }
        });

    private static string Kubeconfig(ArmResource cluster, string user) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {cluster.Name}
          cluster:
            server: https://{cluster.Service.Text("fqdn")}:443
        users:
        - name: {user}_{cluster.Name}
          user:
            token: {cluster.Service.Text("token")}
        contexts:
        - name: {cluster.Name}
          context:
            cluster: {cluster.Name}
            user: {user}_{cluster.Name}
        current-context: {cluster.Name}
        """;

    private static string NodeGroupOf(string id, JsonObject content) => $"/subscriptions/{id.Split('/')[2]}/resourceGroups/{content.Text("properties.nodeResourceGroup")}";

    private static JsonObject Profile(ArmResource pool)
    {
        var profile = pool.Properties.Copy();
        profile["name"] = pool.Name;
        profile["provisioningState"] = pool.State;
        AgentPools.Describe(pool, profile);
        return profile;
    }

    private static void SetPools(ArmResource cluster, ArmOperation operation, ArmWorld world, string state)
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

    private static void AcceptVersion(ResourceWrite write)
    {
        var asked = write.Content.Text("properties.kubernetesVersion");
        var before = write.Existing is { } existing ? VersionOf(existing) : null;
        var version = before is not null && (string.IsNullOrEmpty(asked) || asked.Same(before)) ? before : AksVersions.Resolve(asked) ?? throw AksErrors.VersionNotSupported(asked!, write.Location);
        if (before is not null && !version.Same(before) && !AksVersions.UpgradesOf(before).Contains(version, StringComparer.Ordinal))
        {
            throw AksErrors.UpgradeNotAllowed(before, version, AksVersions.UpgradesOf(before));
        }

        foreach (var pool in before is null ? [] : AgentPools.Of(write.Id, write.World))
        {
            AgentPools.CheckSkew(pool.Name, AgentPools.VersionOf(pool), version);
        }

        write.Properties["kubernetesVersion"] = version;
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
            throw AksErrors.Bad($"The node pool '{name}' is not in the managed cluster: add it by its own path.", "agentPoolProfiles");
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
        write.Properties.Default("nodeResourceGroup", DefaultNodeGroup(write));
        var network = write.Properties.Ensure("networkProfile");
        network.Default("networkPlugin", "azure");
        network.Default("serviceCidr", "10.0.0.0/16");
        network.Default("dnsServiceIP", "10.0.0.10");
        network.Default("loadBalancerSku", "standard");
        network.Default("outboundType", "loadBalancer");
        write.Service.Default("uid", write.World.NewGuid().ToString("N")[..24]);
        write.Service.Default("token", write.World.NewGuid().ToString("N") + write.World.NewGuid().ToString("N"));
        var prefix = write.Content.Text("properties.dnsPrefix") ?? write.Content.Text("properties.fqdnSubdomain");
        var isPrivate = write.Content.Flag("properties.apiServerAccessProfile.enablePrivateCluster");
        write.Service.Default("fqdn", $"{prefix}-{write.World.NewGuid().ToString("N")[..8]}.{(isPrivate ? $"privatelink.{write.Location}" : $"hcp.{write.Location}")}.azmk8s.io");
        if (write.Content.Text("identity.type").Same("SystemAssigned"))
        {
            write.Service.Default("principalId", write.World.NewGuid().ToString());
            write.Service.Default("created", write.World.Now.ToString("O"));
        }
    }

    private static string DefaultNodeGroup(ResourceWrite write)
    {
        var name = $"MC_{ResourcePath.Parse(write.Id)!.ResourceGroup}_{write.Name}_{write.Location}";
        return name.Length <= 80 ? name : name[..80];
    }

    private static void CheckNodeGroup(ResourceWrite write)
    {
        if (write.Existing is null && write.World.Resources.Find(NodeGroupOf(write.Id, write.Content)) is not null)
        {
            throw AksErrors.Bad($"The node resource group '{write.Content.Text("properties.nodeResourceGroup")}' exists already; AKS makes it and must have it for itself.", "properties.nodeResourceGroup");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
