using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class RouteTables : NetworkType
{
    public override string Name => "Microsoft.Network/routeTables";

    public override OperationLatency Latency { get; } = new((4, 7), (4, 6), (6, 10));

    public override IReadOnlyList<InlineCollection> Inline { get; } = [new("routes", Writable: true)];

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        var users = world.Resources.Referrers(resource.Id).Select(static user => user.Id).ToList();
        if (users.Count > 0)
        {
            throw NetworkErrors.RouteTableInUse(resource.Id, users);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        properties.Default("disableBgpRoutePropagation", false);
        BackReferences.Add(properties, "subnets", world.Resources.Referrers(resource.Id, Subnets.TypeName));
    }
}
