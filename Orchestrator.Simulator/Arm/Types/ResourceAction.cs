using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>A long-running POST on a resource.</summary>
/// <param name="Begin">Refuses or starts: returns how long it takes and what <paramref name="End"/> needs to know.</param>
/// <param name="End">What the success of the operation brings about.</param>
internal sealed record ResourceAction(
    Func<ArmResource, JsonObject, ArmWorld, (TimeSpan Duration, JsonObject Arguments)> Begin,
    Action<ArmResource, ArmOperation, ArmWorld> End)
{
    /// <summary>The 202 shows the resource.</summary>
    public bool AnswersWithResource { get; init; }

    /// <summary>Stops the operation that runs on the resource, rather than waiting for it.</summary>
    public bool Interrupts { get; init; }

    /// <summary>The state of the resource when the other operation has stopped.</summary>
    public string InterruptedState { get; init; } = ArmResource.Canceled;

    /// <summary>The answer when nothing runs; null is content with that.</summary>
    public ArmException? NothingToInterrupt { get; init; }

    /// <summary>The state of the resource while it is under way.</summary>
    public string BusyState { get; init; } = "Updating";
}
