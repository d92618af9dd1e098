using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>Collects steps; a dependency on a step that is not in the graph is left out.</summary>
internal sealed class GraphBuilder
{
    private readonly List<GraphStep> _steps = [];

    public static string Key(string kind, string name) => $"{kind}/{name}";

    public void Ensure(string kind, string resourceId, IEnumerable<string>? after = null, string? lockGroup = null, string? machine = null) =>
        Add(kind, ResourceId.NameOf(resourceId), StepVerb.Ensure, resourceId, after, lockGroup, machine);

    public void Observe(string kind, string resourceId, IEnumerable<string>? after = null) =>
        Add(kind, ResourceId.NameOf(resourceId), StepVerb.Observe, resourceId, after, lockGroup: null, machine: null);

    /// <summary>Answers the step's key.</summary>
    public string EnsureOrObserve(bool isBorrowed, string kind, string resourceId, IEnumerable<string> after, string? lockGroup = null)
    {
        if (isBorrowed)
        {
            Observe(kind, resourceId, after);
        }
        else
        {
            Ensure(kind, resourceId, after, lockGroup);
        }

        return Key(kind, ResourceId.NameOf(resourceId));
    }

    public void Delete(string kind, string resourceId, IEnumerable<string>? after = null, string? lockGroup = null, string? machine = null) =>
        Add(kind, ResourceId.NameOf(resourceId), StepVerb.Delete, resourceId, after, lockGroup, machine);

    /// <summary>A group of machines, carried out by an orchestration of its own.</summary>
    public void Machines(string kind, string name, IEnumerable<string> after) =>
        Add(kind, name, StepVerb.Ensure, resourceId: null, after, lockGroup: null, machine: null);

    public void Add(string kind, string name, StepVerb verb, string? resourceId, IEnumerable<string>? after, string? lockGroup, string? machine, string? version = null)
    {
        var key = Key(kind, name);
        if (_steps.Exists(s => s.Key == key))
        {
            return;
        }

        _steps.Add(new GraphStep
        {
            Key = key,
            Kind = kind,
            Name = name,
            Verb = verb,
            ResourceId = resourceId,
            DependsOn = [.. (after ?? []).Distinct(StringComparer.Ordinal)],
            LockGroup = lockGroup,
            MachineName = machine,
            Version = version,
        });
    }

    public IReadOnlyList<GraphStep> Build()
    {
        var known = _steps.Select(static s => s.Key).ToHashSet(StringComparer.Ordinal);
        return [.. _steps.Select(s => s with { DependsOn = [.. s.DependsOn.Where(known.Contains)] })];
    }
}
