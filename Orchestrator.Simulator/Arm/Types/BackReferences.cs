using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>The lists in which a network resource names those that refer to it.</summary>
internal static class BackReferences
{
    /// <summary>Adds a list of ids, or nothing when there are none, as the service does.</summary>
    public static void Add(JsonObject properties, string name, IEnumerable<ArmResource> referrers) => Add(properties, name, referrers.Select(static referrer => referrer.Id));

    public static void Add(JsonObject properties, string name, IEnumerable<string> ids)
    {
        var list = new JsonArray([.. ids.Select(static id => new JsonObject { ["id"] = id })]);
        if (list.Count > 0)
        {
            properties[name] = list;
        }
    }
}
