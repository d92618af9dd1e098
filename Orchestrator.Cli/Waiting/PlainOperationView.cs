using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Waiting;

/// <summary>One line for each change of state, for logs and pipes.</summary>
public sealed class PlainOperationView(IAnsiConsole console) : IOperationView
{
    private readonly Dictionary<string, OperationStatus> _told = new(StringComparer.Ordinal);

    public Task RunAsync(Func<Action<IReadOnlyList<OperationStatus>>, Task> watch) => watch(Show);

    private void Show(IReadOnlyList<OperationStatus> operations)
    {
        foreach (var operation in operations)
        {
            console.WriteLines(OperationLines.Changes(_told.GetValueOrDefault(operation.Id), operation));
            _told[operation.Id] = operation;
        }
    }
}
