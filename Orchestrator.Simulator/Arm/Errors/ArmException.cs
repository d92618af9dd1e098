using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>A request is refused. Nothing was changed.</summary>
public sealed class ArmException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Target { get; init; }

    public IReadOnlyList<ArmFault> Details { get; init; } = [];

    /// <summary>Made by Resource Manager itself, which says so in a header; providers do not.</summary>
    public bool FromGateway { get; init; }

    /// <summary>Compute's throttling bodies come without the outer <c>error</c> member.</summary>
    public bool Bare { get; init; }

    /// <summary>Whole seconds; null leaves the header out.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Told besides.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public ArmFault Fault => new(Code, Message, Target, Details);

    public ArmResponse ToResponse()
    {
        var error = Fault.ToJson();
        var response = new ArmResponse(Status, Bare ? error : new JsonObject { ["error"] = error });
        foreach (var (name, value) in Headers)
        {
            response.With(name, value);
        }

        if (FromGateway)
        {
            response.With("x-ms-failure-cause", "gateway");
        }

        return RetryAfter is { } seconds ? response.With("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)) : response;
    }
}
