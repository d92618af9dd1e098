using System.Text.Json.Nodes;

namespace Orchestrator.EndToEnd;

/// <summary>A request that the app has sent to Azure.</summary>
public sealed record WireRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, JsonObject? Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
