using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>Instance views of machines and of scale sets.</summary>
internal static class InstanceViews
{
    public static JsonObject Of(ArmResource machine, string? computerName) => new()
    {
        ["computerName"] = computerName,
        ["osName"] = "ubuntu",
        ["statuses"] = new JsonArray([.. CodesOf(machine).Select(code => Status(code, machine))]),
    };

    public static JsonObject OfScaleSet(ArmResource scaleSet, IEnumerable<ArmResource> instances) => new()
    {
        ["virtualMachine"] = new JsonObject
        {
            ["statusesSummary"] = new JsonArray([.. instances.SelectMany(CodesOf).GroupBy(static code => code, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => new JsonObject { ["code"] = group.Key, ["count"] = group.Count() })]),
        },
        ["statuses"] = new JsonArray(Status(ProvisioningCode(scaleSet), scaleSet)),
    };

    private static IEnumerable<string> CodesOf(ArmResource machine) =>
        machine.IsReady || machine.State.Same("Updating")
            ? [ProvisioningCode(machine), $"PowerState/{machine.Service.Text("power")}"]
            : [ProvisioningCode(machine)];

    private static string ProvisioningCode(ArmResource resource) => $"ProvisioningState/{resource.State.ToLowerInvariant()}";

    private static JsonObject Status(string code, ArmResource resource) => new()
    {
        ["code"] = code,
        ["level"] = resource.State.Same(ArmResource.Failed) ? "Error" : "Info",
        ["displayStatus"] = code.StartsWith("PowerState", StringComparison.Ordinal) ? $"VM {code[(code.IndexOf('/', StringComparison.Ordinal) + 1)..]}" : $"Provisioning {resource.State.ToLowerInvariant()}",
    };
}
