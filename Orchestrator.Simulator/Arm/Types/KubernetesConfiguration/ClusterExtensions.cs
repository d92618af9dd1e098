using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types.ContainerService;

namespace Orchestrator.Simulator.Arm.Types.KubernetesConfiguration;

/// <summary>What Azure installs into a cluster by an agent there, such as Flux. The pods that it would run are not simulated.</summary>
internal sealed class ClusterExtensions : ResourceType
{
    public const string TypeName = "Microsoft.KubernetesConfiguration/extensions";
    private const string NewestVersion = "1.10.0";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.KubernetesConfiguration;

    public override bool IsTracked => false;

    public override bool IsExtension => true;

    public override OperationLatency Latency { get; } = new((60, 180), (20, 60), (30, 90));

    public override IReadOnlyList<string> Immutable => ["properties.extensionType", "properties.scope", "plan"];

    public override bool PatchesModel => true;

    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        var desired = existing?.Content.MergedWith(body) ?? body;
        if (body.At("properties.configurationSettings") is { } settings)
        {
            desired.Ensure("properties")["configurationSettings"] = settings.DeepClone();
        }

        return desired;
    }

    public override void Accept(ResourceWrite write)
    {
        CheckCluster(write);
        var properties = write.Properties;
        if (string.IsNullOrEmpty(write.Content.Text("properties.extensionType")))
        {
            throw Bad("The property 'extensionType' is required.", "properties.extensionType");
        }

        properties.Default("autoUpgradeMinorVersion", true);
        properties.Default("releaseTrain", "Stable");
        var pinned = write.Content.Text("properties.version");
        if (write.Content.Flag("properties.autoUpgradeMinorVersion") && pinned is not null)
        {
            throw Bad("The property 'version' can be set only if autoUpgradeMinorVersion is false.", "properties.version");
        }

        if (write.Content.At("properties.scope.cluster") is not null && write.Content.At("properties.scope.namespace") is not null)
        {
            throw Bad("The scope is either of the cluster or of a namespace.", "properties.scope");
        }

        write.Service["currentVersion"] = pinned ?? NewestVersion;
        write.Service.Default("principalId", write.World.NewGuid().ToString());
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties.Remove("configurationProtectedSettings");
        properties["isSystemExtension"] = false;
        if (resource.State is ArmResource.Succeeded)
        {
            properties["currentVersion"] = resource.Service["currentVersion"]?.DeepClone();
        }

        foreach (var identity in new[] { view["identity"] as JsonObject, properties["aksAssignedIdentity"] as JsonObject }.OfType<JsonObject>().Where(static i => i.Text("type").Same("SystemAssigned")))
        {
            identity["principalId"] = resource.Service["principalId"]?.DeepClone();
            identity["tenantId"] = world.Options.TenantId;
        }
    }

    private static void CheckCluster(ResourceWrite write)
    {
        var cluster = write.Id[..write.Id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase)];
        if (write.World.Resources.Find(cluster) is not { Type: ManagedClusters.TypeName } found)
        {
            throw Bad($"Extensions are of managed clusters; '{cluster}' is none.", "clusterName");
        }

        ManagedClusters.CheckRunning(found, "installing extensions");
    }

    private static ArmException Bad(string message, string target) => new(400, "BadRequest", message) { Target = target };
}
