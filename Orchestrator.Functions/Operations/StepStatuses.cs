using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Functions.Operations;

/// <summary>One step as the API shows it, from what is planned and what is reported.</summary>
internal static class StepStatuses
{
    public static StepStatus Planned(GraphStep step, StepProgress? progress) => With(progress, new StepStatus
    {
        Key = step.Key,
        Kind = step.Kind,
        Name = step.Name,
        ResourceId = step.ResourceId,
        DependsOn = step.DependsOn,
        Verb = step.Verb,
        State = StepState.Waiting,
    });

    /// <summary>Adds the steps of a machine group. Two instances may report one step (the control plane's start hands over): the later one's word counts, from the earlier one's start.</summary>
    public static void Merge(List<StepStatus> steps, string parent, OrchestrationMetadata group)
    {
        var progress = group.ReadCustomStatusAs<OperationProgress>();
        foreach (var (key, reported) in progress?.Progress ?? new Dictionary<string, StepProgress>(StringComparer.Ordinal))
        {
            var step = Reported(parent, key, Ended(reported, group));
            var known = steps.FindIndex(s => s.Key == key && s.Parent == parent);
            if (known < 0)
            {
                steps.Add(step);
            }
            else
            {
                steps[known] = step with { StartedAt = steps[known].StartedAt ?? step.StartedAt };
            }
        }

        var index = steps.FindIndex(s => s.Key == parent);
        if (steps[index].State != StepState.Done && progress?.Phase is { } phase)
        {
            steps[index] = steps[index] with { Detail = phase };
        }
    }

    /// <summary>Adds steps that a machine group has recorded; what the group itself still says of one counts.</summary>
    public static void Merge(List<StepStatus> steps, string parent, RecordedSteps recorded)
    {
        foreach (var (key, progress) in recorded.Steps)
        {
            if (!steps.Exists(step => step.Key == key && step.Parent == parent))
            {
                steps.Add(Reported(parent, key, progress));
            }
        }
    }

    private static StepStatus Reported(string parent, string key, StepProgress progress)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return With(progress, new StepStatus
        {
            Key = key,
            Kind = key[..slash],
            Name = key[(slash + 1)..],
            Parent = parent,
            DependsOn = progress.DependsOn ?? [],
            Verb = progress.Verb ?? StepVerb.Ensure,
            State = StepState.Waiting,
        });
    }

    /// <summary>What still ran when its instance ended well had come to its end.</summary>
    private static StepProgress Ended(StepProgress progress, OrchestrationMetadata group) =>
        group.RuntimeStatus == OrchestrationRuntimeStatus.Completed && progress.State == StepState.Running
            ? progress with { State = StepState.Done, FinishedAt = group.LastUpdatedAt }
            : progress;

    private static StepStatus With(StepProgress? progress, StepStatus step) => progress is null
        ? step
        : step with
        {
            State = progress.State,
            StartedAt = progress.StartedAt,
            FinishedAt = progress.FinishedAt,
            Detail = progress.Detail,
            Error = progress.Error,
        };
}
