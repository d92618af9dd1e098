using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>An array in a resource's properties whose elements have ids, and paths, of their own.</summary>
/// <param name="Writable">Elements may be PUT and deleted by their own path; otherwise only read.</param>
internal sealed record InlineCollection(string Name, bool Writable = false)
{
    /// <summary>How the ids of the elements name the collection.</summary>
    public string Segment { get; init; } = Name;

    /// <summary>Where the array is below the properties.</summary>
    public string Path { get; init; } = Name;

    /// <summary>The elements show the etag of their owner.</summary>
    public bool HasETags { get; init; } = true;

    /// <summary>Shown as an empty list rather than not at all.</summary>
    public bool IsAlwaysShown => string.Equals(Path, Name, StringComparison.Ordinal);

    public IEnumerable<JsonObject> In(JsonObject body) => body.Items($"properties.{Path}");

    public JsonObject? Find(JsonObject body, string name) => In(body).FirstOrDefault(item => item.Text("name").Same(name));

    public void Replace(JsonObject body, IEnumerable<JsonObject> elements)
    {
        var path = $"properties.{Path}";
        var dot = path.LastIndexOf('.');
        body.Ensure(path[..dot])[path[(dot + 1)..]] = new JsonArray([.. elements]);
    }
}
