using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>User-assigned identities that an earlier spec gave to machines and this one does not: they were ours, so they go; those that policies gave stay.</summary>
internal static class RetiredIdentities
{
    private const string Map = "userAssignedIdentities";
    private const string System = "SystemAssigned";

    /// <summary>Those that Azure has and the spec lacks, ours or not: without any, earlier specs need not be read.</summary>
    public static IReadOnlyList<string> Surplus(MachineSpec machine, JsonObject resource) =>
    [
        .. (resource["identity"]?[Map] as JsonObject ?? []).Select(static member => member.Key)
            .Where(id => machine.Identity != MachineIdentityType.UserAssigned || !machine.UserAssignedIdentities.Contains(id, StringComparer.OrdinalIgnoreCase)),
    ];

    public static IReadOnlyList<FieldChange> Changes(MachineSpec machine, JsonObject resource, IEnumerable<MachineSpec> once)
    {
        var ours = once.SelectMany(static m => m.UserAssignedIdentities).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Surplus(machine, resource).Where(ours.Contains).Select(static id => new FieldChange($"$.identity.{Map}['{id}']", id, null))];
    }

    /// <summary>The identity without these, and with the type that says what is left.</summary>
    public static JsonObject Without(JsonObject identity, IReadOnlyList<FieldChange> retired)
    {
        var kept = (identity[Map] as JsonObject ?? []).Where(member => retired.All(change => !string.Equals(change.Before, member.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(static member => KeyValuePair.Create<string, JsonNode?>(member.Key, new JsonObject())).ToList();
        var hasSystem = ((string?)identity["type"])?.Contains(System, StringComparison.OrdinalIgnoreCase) == true;
        var left = new JsonObject { ["type"] = (hasSystem, kept.Count > 0) switch { (true, true) => $"{System}, UserAssigned", (true, false) => System, (false, true) => "UserAssigned", _ => "None" } };
        if (kept.Count > 0)
        {
            left[Map] = new JsonObject(kept);
        }

        return left;
    }
}
