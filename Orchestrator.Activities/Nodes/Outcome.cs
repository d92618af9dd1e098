using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>Outcomes of the activities over machines. Trouble with Kubernetes, Azure or the store is data; exceptions are left for bugs.</summary>
internal static class Outcome
{
    private const int DefaultRetrySeconds = 10;

    public static MachineOutcome Done { get; } = new() { Done = true };

    public static MachineOutcome Later(int seconds, string detail) => new() { Done = false, RetryAfterSeconds = seconds, Detail = detail };

    public static MachineOutcome Failed(OrchestratorError error) => new()
    {
        Done = false,
        Error = error,
        Detail = error.Message,
        RetryAfterSeconds = error.RetryAfterSeconds ?? (error.Retry == RetryClass.Transient ? DefaultRetrySeconds : null),
    };

    public static async Task<MachineOutcome> OfAsync(Func<Task<MachineOutcome>> action)
    {
        try
        {
            return await action();
        }
        catch (OrchestratorException problem)
        {
            return Failed(problem.Error);
        }
    }
}
