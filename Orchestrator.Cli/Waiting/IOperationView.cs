using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Waiting;

/// <summary>Shows operations while they run.</summary>
public interface IOperationView
{
    /// <summary>Runs <paramref name="watch"/>, which hands over the status of all operations whenever it has read them.</summary>
    Task RunAsync(Func<Action<IReadOnlyList<OperationStatus>>, Task> watch);
}
