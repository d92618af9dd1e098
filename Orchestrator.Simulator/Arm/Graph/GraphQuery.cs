using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>A table and the steps that its rows go through.</summary>
internal sealed record GraphQuery(string Table, IReadOnlyList<Func<IEnumerable<JsonObject>, IEnumerable<JsonObject>>> Steps)
{
    public IEnumerable<JsonObject> Run(IEnumerable<JsonObject> rows) => Steps.Aggregate(rows, static (current, step) => step(current));

    /// <summary>The text of a column or of a path into one; empty when there is none.</summary>
    public static string TextOf(JsonObject row, IReadOnlyList<string> path) => ValueOf(row, path)?.ToString() ?? "";

    public static JsonNode? ValueOf(JsonObject row, IReadOnlyList<string> path)
    {
        JsonNode? node = row;
        foreach (var name in path)
        {
            node = (node as JsonObject)?.FirstOrDefault(member => member.Key.Same(name)).Value;
        }

        return node;
    }
}
