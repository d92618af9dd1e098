using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>Code and message of an error, as answers and operation statuses carry them.</summary>
public sealed record ArmFault(string Code, string Message, string? Target = null)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Target is not null)
        {
            json["target"] = Target;
        }

        return json;
    }
}
