using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Cli.Demo;

/// <summary>
/// The longest path over an operation's steps when each lasts as long as Azure or the machine itself needed: what a perfect orchestrator
/// would have taken, without any delay of ours between one step's end and the next one's start.
/// </summary>
public sealed class CriticalPath
{
    private readonly Dictionary<string, StepStatus> _steps;
    private readonly ILookup<string, StepStatus> _children;
    private readonly Func<StepStatus, TimeSpan> _weight;
    private readonly Func<StepStatus, TimeSpan> _untilServing;
    private readonly Dictionary<string, TimeSpan> _ends = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private CriticalPath(IReadOnlyList<StepStatus> steps, Func<StepStatus, TimeSpan> weight, Func<StepStatus, TimeSpan> untilServing)
    {
        _steps = steps.ToDictionary(static step => step.Key, StringComparer.Ordinal);
        _children = steps.Where(static step => step.Parent is not null).ToLookup(static step => step.Parent!, StringComparer.Ordinal);
        _weight = weight;
        _untilServing = untilServing;
    }

    /// <param name="steps">The operation's steps; those of a machine group follow the group's own dependencies.</param>
    /// <param name="weight">How long the step itself took, waiting for its turn not counted.</param>
    /// <param name="untilServing">For a control-plane node: how long until its API server answered, which comes before the node is ready.</param>
    public static TimeSpan Of(IReadOnlyList<StepStatus> steps, Func<StepStatus, TimeSpan> weight, Func<StepStatus, TimeSpan> untilServing)
    {
        var path = new CriticalPath(steps, weight, untilServing);
        return steps.Count == 0 ? TimeSpan.Zero : steps.Max(path.End);
    }

    private TimeSpan End(StepStatus step)
    {
        if (_ends.TryGetValue(step.Key, out var known))
        {
            return known;
        }

        if (!_open.Add(step.Key))
        {
            throw new InvalidOperationException($"The steps depend on each other in a circle at {step.Key}.");
        }

        var end = Begin(step) + _weight(step);
        foreach (var child in _children[step.Key])
        {
            end = Later(end, End(child));
        }

        _open.Remove(step.Key);
        return _ends[step.Key] = end;
    }

    private TimeSpan Begin(StepStatus step)
    {
        var begin = step.Parent is not null && _steps.TryGetValue(step.Parent, out var group) ? Begin(group) : TimeSpan.Zero;
        foreach (var key in step.DependsOn)
        {
            if (_steps.TryGetValue(key, out var earlier))
            {
                begin = Later(begin, Releases(earlier, step));
            }
        }

        return TurnOf(step) is { } previous ? Later(begin, End(previous)) : begin;
    }

    /// <summary>A pool needs an API server to join, not the whole control plane: it may begin when the first one answers.</summary>
    private TimeSpan Releases(StepStatus earlier, StepStatus later)
    {
        var isStart = earlier.Kind == StepKinds.ControlPlane && later.Kind == StepKinds.MachinePool && later.Verb == StepVerb.Ensure;
        return isStart && Nodes(earlier.Key).FirstOrDefault() is { } first ? Begin(first) + _untilServing(first) : End(earlier);
    }

    /// <summary>Members join etcd one at a time, so a control-plane machine waits for the node before it.</summary>
    private StepStatus? TurnOf(StepStatus step)
    {
        if (step.Kind != StepKinds.VirtualMachine || step.Parent is null || !_steps.TryGetValue(step.Parent, out var group) || group.Kind != StepKinds.ControlPlane)
        {
            return null;
        }

        return Nodes(group.Key).TakeWhile(node => !node.DependsOn.Contains(step.Key, StringComparer.Ordinal)).LastOrDefault(node => node.StartedAt < step.StartedAt);
    }

    private IEnumerable<StepStatus> Nodes(string group) =>
        _children[group].Where(static step => step.Kind == StepKinds.Node && step.Verb != StepVerb.Delete).OrderBy(static step => step.StartedAt);

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
