using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>Protects networks and addresses of any region.</summary>
internal sealed class DdosProtectionPlans : NetworkType
{
    public override string Name => "Microsoft.Network/ddosProtectionPlans";

    public override OperationLatency Latency { get; } = new((5, 10), (4, 7), (6, 10));

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        var users = world.Resources.Referrers(resource.Id).Select(static user => user.Id).ToList();
        if (users.Count > 0)
        {
            throw NetworkErrors.DdosPlanInUse(resource.Id, users);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        BackReferences.Add(properties, "virtualNetworks", world.Resources.Referrers(resource.Id, VirtualNetworks.TypeName));
        BackReferences.Add(properties, "publicIPAddresses", world.Resources.Referrers(resource.Id, PublicIPAddresses.TypeName));
    }
}
