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
            .Select(step => (At: ChangedAt(step, after), Text: StepLine(step, after)))
            .OrderBy(static change => change.At)
            .Select(static change => change.Text)
            .ToList();
        if (before?.State != after.State)
        {
            var line = Line(after, after.IsFinished() ? after.UpdatedAt : after.CreatedAt, $"operation/{after.Id}", StepLook.Of(after.State).Word, detail: null);
            lines.Insert(after.IsFinished() ? lines.Count : 0, line);
        }

        return lines;
    }

    private static DateTimeOffset ChangedAt(StepStatus step, OperationStatus operation) => step.State switch
    {
        StepState.Done or StepState.Failed => step.FinishedAt ?? operation.UpdatedAt,
        StepState.Running => step.StartedAt ?? operation.UpdatedAt,
        _ => operation.UpdatedAt,
    };

    private static string StepLine(StepStatus step, OperationStatus operation)
    {
        var detail = step.Error is null ? step.Detail : $"{step.Error.Code} {step.Error.Message}";
        return Line(operation, ChangedAt(step, operation), step.Key, StepLook.Of(step.State).Word, detail);
    }

    private static string Line(OperationStatus operation, DateTimeOffset at, string key, string state, string? detail)
    {
        var line = $"{Elapsed.Format(at - operation.CreatedAt)} {operation.Cluster} {key} {state}";
        return detail is null ? line : $"{line}: {detail}";
    }
}
