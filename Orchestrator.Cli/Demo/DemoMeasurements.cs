using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator;
using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Kubernetes;

namespace Orchestrator.Cli.Demo;

/// <summary>What simulated Azure knows of itself: its journals of operations and of nodes, and what exists.</summary>
public sealed class DemoMeasurements(SimulatedAzure azure)
{
    public IReadOnlyList<string> ResourceIds() => [.. azure.Resources.All.Select(static resource => resource.Id)];

    public IReadOnlyList<SimulatedNode> Nodes() => [.. azure.Machines.Clusters.All.SelectMany(static cluster => cluster.Nodes)];

    public int FewestReadyWorkers(DateTimeOffset from, DateTimeOffset until) => ReadyNodes.FewestWorkers(azure.Machines.NodeJournal, from, until);

    /// <summary>The critical path of an operation that has ended.</summary>
    public TimeSpan CriticalPathOf(OperationStatus operation)
    {
        var journal = azure.Resources.Journal.Where(entry => entry.Started >= operation.CreatedAt && entry.Started <= operation.UpdatedAt).ToList();
        var nodes = azure.Machines.NodeJournal;
        return CriticalPath.Of(
            operation.Resources,
            step => step.Kind == StepKinds.Node ? MachineTime(step, journal, nodes.FirstOrDefault(node => node.Node == step.Name && node.Ready)) : AzureTime(step, journal),
            step => MachineTime(step, journal, nodes.FirstOrDefault(node => node.Node == step.Name)));
    }

    /// <summary>How long Azure worked on the step's resource while the step ran: another step may change the same one.</summary>
    private static TimeSpan AzureTime(StepStatus step, IEnumerable<JournalEntry> journal) =>
        journal.Where(entry => IsOf(entry, step.ResourceId, step.Kind, step.Name) && !(entry.Started < step.StartedAt) && !(entry.Started >= step.FinishedAt))
            .Aggregate(TimeSpan.Zero, static (sum, entry) => sum + ((entry.Ended ?? entry.Started) - entry.Started));

    /// <summary>How long the machine itself took from the end of Azure's work on it.</summary>
    private static TimeSpan MachineTime(StepStatus step, IEnumerable<JournalEntry> journal, NodeTransition? transition)
    {
        var made = step.DependsOn.FirstOrDefault()?.Split('/', 2);
        var ended = made is null ? null : journal.LastOrDefault(entry => entry.Ended < transition?.At && IsOf(entry, id: null, made[0], made[1]))?.Ended;
        return transition?.At - ended ?? TimeSpan.Zero;
    }

    private static bool IsOf(JournalEntry entry, string? id, string kind, string name) => id is not null
        ? string.Equals(entry.ResourceId, id, StringComparison.OrdinalIgnoreCase)
        : entry.ResourceId.EndsWith($"/{Plural(kind)}/{name}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The last part of the ARM type of a step's kind.</summary>
    private static string Plural(string kind) => kind switch
    {
        [.. var stem, 'y'] => $"{stem}ies",
        [.., 's'] => $"{kind}es",
        _ => $"{kind}s",
    };
}
