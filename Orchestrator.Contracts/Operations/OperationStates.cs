using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>How an operation stands, from what is known of it.</summary>
public static class OperationStates
{
    /// <summary>The state in which <paramref name="error"/>, or none, leaves an operation.</summary>
    public static OperationState OfEnd(OrchestratorError? error) => error switch
    {
        null => OperationState.Succeeded,
        _ when error.Code == ErrorCatalog.OperationCanceled.Code => OperationState.Canceled,
        _ => OperationState.Failed,
    };
}
