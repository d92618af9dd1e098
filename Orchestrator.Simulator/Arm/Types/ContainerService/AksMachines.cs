using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The machines of a pool, as its <c>machines</c> show them and <c>deleteMachines</c> takes them away.</summary>
internal static class AksMachines
{
    private static readonly (double, double) Beginning = (5, 10);

    public static string NameOf(ArmResource node) => node.Content.Text("properties.osProfile.computerName")!;

    public static ArmResource? Find(ArmResource pool, string name, ArmWorld world) => NodePools.Nodes(pool, world).Find(node => NameOf(node).Same(name));

    public static JsonObject Show(ArmResource pool, ArmResource node) => new()
    {
        ["id"] = $"{pool.Id}/machines/{NameOf(node)}",
        ["name"] = NameOf(node),
        ["type"] = $"{AgentPools.TypeName}/machines",
        ["properties"] = new JsonObject
        {
            ["network"] = new JsonObject { ["ipAddresses"] = new JsonArray([.. IPConfigurations.Of(node).Select(static use => new JsonObject { ["family"] = "IPv4", ["ip"] = use.Address })]) },
            ["resourceId"] = node.Id,
        },
    };

    /// <summary>The pool has as many nodes fewer from now on.</summary>
    public static (TimeSpan, JsonObject) BeginDelete(ArmResource pool, JsonObject body, ArmWorld world)
    {
        var names = (body["machineNames"] as JsonArray ?? []).Select(static name => name!.ToString()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var doomed = names.Select(name => Find(pool, name, world) ?? throw AksErrors.Bad($"The machine '{name}' is not in the node pool '{pool.Name}'.", "machineNames")).ToList();
        var left = (pool.Content.Number("properties.count") ?? 0) - doomed.Count;
        if (doomed.Count == 0 || left < (AgentPools.IsSystem(pool.Content) ? 1 : 0))
        {
            throw AksErrors.Bad($"{doomed.Count} machines cannot be deleted from the node pool '{pool.Name}': name at least one, and leave a system pool one.", "machineNames");
        }

        var content = pool.Content.Copy();
        content.Ensure("properties")["count"] = left;
        world.Keep(pool with { Content = content });
        return (world.Within(Beginning), new JsonObject { ["machines"] = new JsonArray([.. doomed.Select(static node => (JsonNode)node.Id)]) });
    }
}
