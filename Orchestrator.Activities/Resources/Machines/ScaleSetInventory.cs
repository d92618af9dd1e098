using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>A pool as Azure has it.</summary>
public sealed record ScaleSetInventory
{
    public string ResourceId { get; init; } = "";

    public bool Exists { get; init; }

    public int Capacity { get; init; }

    /// <summary>The scale set's model and tags are what the spec wants, and Azure has taken them in: a set that is Failed needs its PUT again. Capacity does not count.</summary>
    public bool ModelCurrent { get; init; }

    /// <summary>Azure works on the scale set.</summary>
    public bool InProgress { get; init; }

    /// <summary>Why the scale set is in the state Failed.</summary>
    public OrchestratorError? Error { get; init; }

    public IReadOnlyList<MachineObservation> Machines { get; init; } = [];
}
