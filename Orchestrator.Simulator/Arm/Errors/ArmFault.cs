using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>Code and message of an error, as answers and operation statuses carry them.</summary>
/// <param name="Code">Null: only the message tells.</param>
/// <param name="Message">For people.</param>
/// <param name="Target">What it is about.</param>
/// <param name="Details">Errors behind it.</param>
public sealed record ArmFault(string? Code, string Message, string? Target = null, IReadOnlyList<ArmFault>? Details = null)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Target is not null)
        {
            json["target"] = Target;
        }

        if (Details is { Count: > 0 })
        {
            json["details"] = new JsonArray([.. Details.Select(static detail => detail.ToJson())]);
        }

        return json;
    }
}
