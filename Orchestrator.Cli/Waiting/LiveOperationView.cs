using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Waiting;

/// <summary>Trees that redraw themselves in place.</summary>
public sealed class LiveOperationView(IAnsiConsole console) : IOperationView
{
    private const int LinesForHeadings = 4;

    public Task RunAsync(Func<Action<IReadOnlyList<OperationStatus>>, Task> watch) =>
        console.Live(new Text(""))
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(live => watch(operations =>
            {
                live.UpdateTarget(Render(operations));
                live.Refresh();
            }));

    private Rows Render(IReadOnlyList<OperationStatus> operations)
    {
        var room = Math.Max(1, (console.Profile.Height - LinesForHeadings) / Math.Max(1, operations.Count));
        return new Rows(operations.Select(operation => (IRenderable)OperationTree.Render(operation, room)));
    }
}
