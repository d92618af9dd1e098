using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class NatGateways : NetworkType
{
    public const string TypeName = "Microsoft.Network/natGateways";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((11, 14), (6, 8), (10, 13));

    public override IReadOnlyList<string> Immutable => ["zones", "sku.name"];

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Content.Ensure("sku").Default("name", "Standard");
        write.Properties.Default("idleTimeoutInMinutes", 4);
        foreach (var address in write.Content.Items("properties.publicIpAddresses"))
        {
            PublicIPAddresses.CheckFree(address.Text("id"), write.Id, write);
        }
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        var users = world.Resources.Referrers(resource.Id, Subnets.TypeName).Select(static user => user.Id).ToList();
        if (users.Count > 0)
        {
            throw NetworkErrors.NatGatewayInUse(resource.Id, users);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        BackReferences.Add(view.Ensure("properties"), "subnets", world.Resources.Referrers(resource.Id, Subnets.TypeName));
    }
}
