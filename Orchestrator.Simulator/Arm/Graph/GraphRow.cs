using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>A row on its way through a query.</summary>
internal class GraphRow
{
    private JsonObject? _content;

    public GraphRow(JsonObject content) => _content = content;

    protected GraphRow()
    {
    }

    public JsonObject Content => _content ??= Build();

    /// <summary>A column or a path into one; null when there is none.</summary>
    public virtual JsonNode? Value(IReadOnlyList<string> path)
    {
        JsonNode? node = Content;
        foreach (var name in path)
        {
            node = (node as JsonObject)?.FirstOrDefault(member => member.Key.Same(name)).Value;
        }

        return node;
    }

    /// <summary>The text of a column or of a path into one; empty when there is none.</summary>
    public virtual string Text(IReadOnlyList<string> path) => Value(path)?.ToString() ?? "";

    protected virtual JsonObject Build() => [];
}
