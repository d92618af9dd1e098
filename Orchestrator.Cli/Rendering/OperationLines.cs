using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Rendering;

/// <summary>
/// An operation as plain lines, one for each change of state, in a format that scripts may read:
/// <c>ELAPSED CLUSTER KEY STATE[: DETAIL]</c>, elapsed since the operation began by the server's clock.
/// </summary>
public static class OperationLines
{
    /// <param name="before">The last status that was told; null when none was.</param>
    /// <param name="after">The status now.</param>
    public static IReadOnlyList<string> Changes(OperationStatus? before, OperationStatus after)
    {
        var known = before?.Resources.ToDictionary(static step => step.Key, static step => step.State, StringComparer.Ordinal) ?? [];
        var lines = after.Resources
            .Where(step => known.GetValueOrDefault(step.Key, StepState.Waiting) != step.State)
            .Select(step => (Step: step, At: ChangedAt(step, before, after)))
            .OrderBy(static change => change.At)
            .Select(change => StepLine(change.Step, change.At, after))
            .ToList();
        if (before?.State != after.State)
        {
            var line = Line(after, after.IsFinished() ? after.UpdatedAt : after.CreatedAt, $"operation/{after.Id}", StepLook.Of(after.State).Word, detail: null);
            lines.Insert(after.IsFinished() ? lines.Count : 0, line);
        }

        return lines;
    }

    private static DateTimeOffset ChangedAt(StepStatus step, OperationStatus? before, OperationStatus after)
    {
        var at = step.State switch
        {
            StepState.Done or StepState.Failed => step.FinishedAt,
            StepState.Running => step.StartedAt,
            _ => null,
        };

        // A step that runs a second time still tells its first start; it was not running when we last asked.
        return at is null || at < before?.ToldAt() ? after.ToldAt() : at.Value;
    }

    private static string StepLine(StepStatus step, DateTimeOffset at, OperationStatus operation)
    {
        var detail = step.Error is null ? step.Detail : $"{step.Error.Code} {step.Error.Message}";
        return Line(operation, at, step.Key, StepLook.Of(step.State).Word, detail);
    }

    private static string Line(OperationStatus operation, DateTimeOffset at, string key, string state, string? detail)
    {
        var line = $"{Elapsed.Format(at - operation.CreatedAt)} {operation.Cluster} {key} {state}";
        return detail is null ? line : $"{line}: {detail}";
    }
}
