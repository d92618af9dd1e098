using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What came back.</summary>
internal sealed record ArmAnswer(int Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    /// <summary>The code of the error, in its envelope or without.</summary>
    public string? Code => (Body?["error"] ?? Body)?["code"]?.ToString();

    public string? Message => (Body?["error"] ?? Body)?["message"]?.ToString();

    public string? State => Body?["properties"]?["provisioningState"]?.ToString();

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
