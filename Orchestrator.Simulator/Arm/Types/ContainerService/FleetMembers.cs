using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>A cluster's place in a fleet: the cluster must be there, and a cluster is in one fleet only.</summary>
internal sealed class FleetMembers : ResourceType
{
    public const string TypeName = "Microsoft.ContainerService/fleets/members";
    private const string ClusterId = "properties.clusterResourceId";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Fleet;

    public override OperationLatency Latency { get; } = new((20, 60), (5, 15), (20, 60));

    public override IReadOnlyList<string> Immutable => [ClusterId];

    public override bool PatchesModel => true;

    public override JsonObject Desired(ArmResource? existing, JsonObject body) => existing?.Content.MergedWith(body) ?? body;

    public override string BusyState(ResourceWrite write) => write.Existing is null ? "Joining" : "Updating";

    public override void Accept(ResourceWrite write)
    {
        var cluster = write.Content.Text(ClusterId)!;
        if (!cluster.Contains($"/providers/{ManagedClusters.TypeName}/", StringComparison.OrdinalIgnoreCase))
        {
            throw AksErrors.Bad($"The clusterResourceId '{cluster}' is not the id of a managed cluster.", ClusterId);
        }

        if (write.World.Resources.Find(cluster) is not { IsDeleting: false })
        {
            throw new ArmException(400, "BadRequest", $"The managed cluster '{cluster}' that is to join the fleet was not found.") { Target = ClusterId };
        }

        if (write.World.Resources.OfType(TypeName).FirstOrDefault(other => !other.Id.Same(write.Id) && other.Content.Text(ClusterId).Same(cluster)) is { } other)
        {
            throw new ArmException(409, "Conflict", $"The managed cluster '{cluster}' is a member of a fleet already: {other.Id}.") { Target = ClusterId };
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        if (resource.IsDeleting)
        {
            view.Ensure("properties")["provisioningState"] = "Leaving";
        }
    }
}
