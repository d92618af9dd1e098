using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>Done when it is answered, and always answered with 200.</summary>
internal sealed class AvailabilitySets : ResourceType
{
    public const string TypeName = "Microsoft.Compute/availabilitySets";
    private const int MaxFaultDomains = 3;
    private const int MaxUpdateDomains = 20;

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Compute;

    public override IReadOnlyList<string> Immutable => ["sku.name", "properties.platformFaultDomainCount", "properties.platformUpdateDomainCount"];

    public override int WriteStatus(bool created) => 200;

    public override void Accept(ResourceWrite write)
    {
        ComputeNames.Check(write.Name, 80, "availabilitySetName");
        write.Content.Ensure("sku").Default("name", "Classic");
        write.Properties.Default("platformFaultDomainCount", 2);
        write.Properties.Default("platformUpdateDomainCount", 5);
        write.Properties.Remove("virtualMachines");
        CheckCount(write, "platformFaultDomainCount", MaxFaultDomains);
        CheckCount(write, "platformUpdateDomainCount", MaxUpdateDomains);
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (world.Resources.Referrers(resource.Id, VirtualMachines.TypeName).Any())
        {
            throw new ArmException(409, "OperationNotAllowed", $"Availability Set '{resource.Name}' cannot be deleted. Before deleting an Availability Set please ensure that it does not contain any VM.");
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        // The contract of availability sets declares no etag.
        view.Remove("etag");
        view.Ensure("properties")["virtualMachines"] = new JsonArray([.. world.Resources.Referrers(resource.Id, VirtualMachines.TypeName).Select(static machine => new JsonObject { ["id"] = machine.Id })]);
    }

    private static void CheckCount(ResourceWrite write, string member, int most)
    {
        if (write.Properties.Number(member) is not { } count || count < 1 || count > most)
        {
            throw ArmErrors.InvalidParameter($"The specified value of {member} must fall in the range 1 to {most}.", member);
        }
    }
}
