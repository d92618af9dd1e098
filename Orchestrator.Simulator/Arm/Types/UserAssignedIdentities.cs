using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class UserAssignedIdentities : ResourceType
{
    public const string TypeName = "Microsoft.ManagedIdentity/userAssignedIdentities";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.ManagedIdentity;

    public override void Accept(ResourceWrite write)
    {
        write.Service.Default("principalId", write.World.NewGuid().ToString());
        write.Service.Default("clientId", write.World.NewGuid().ToString());
        write.Service.Default("created", write.World.Now.ToString("O"));
        write.Content["properties"] = new JsonObject();
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) => view["properties"] = new JsonObject
    {
        ["tenantId"] = world.Options.TenantId,
        ["principalId"] = resource.Service["principalId"]?.DeepClone(),
        ["clientId"] = resource.Service["clientId"]?.DeepClone(),
    };
}
