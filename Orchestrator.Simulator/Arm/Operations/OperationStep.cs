using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>An operation that is due is not at its end: it looks again after a while, knowing what it has done, or it has failed.</summary>
internal sealed record OperationStep(TimeSpan Wait, JsonObject Arguments, ArmFault? Fault = null)
{
    public static OperationStep Failed(string code, string message) => new(TimeSpan.Zero, [], new ArmFault(code, message));
}
