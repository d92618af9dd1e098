using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Requests;

/// <summary>One HTTP response, free of any transport.</summary>
public sealed class ArmResponse(int status, JsonNode? body = null)
{
    public int Status { get; } = status;

    public JsonNode? Body { get; } = body;

    /// <summary>Headers besides Content-Type and Content-Length.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The caller sees a broken connection instead.</summary>
    public bool IsDropped { get; init; }

    /// <summary>How long the answer takes to arrive.</summary>
    public TimeSpan Delay { get; set; }

    public ArmResponse With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }
}
