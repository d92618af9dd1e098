using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>How an operation ended: one line, and on failure the error's code, what happened and what to do.</summary>
public static class OperationResult
{
    public static int ExitCodeOf(OperationStatus operation) => operation.State == OperationState.Succeeded ? ExitCodes.Success : ExitCodes.Failed;

    public static IRenderable Render(OperationStatus operation)
    {
        var look = StepLook.Of(operation.State);
        var steps = operation.Resources.Count == 1 ? "1 step" : $"{operation.Resources.Count} steps";
        var line = new Paragraph()
            .Append($"{look.Symbol} {operation.Kind} of {operation.Cluster} {look.Word}", look.Style)
            .Append($" in {Elapsed.Format(operation.Elapsed())} ({steps})");
        return new Rows([line, .. ErrorsOf(operation).SelectMany(ErrorLines), .. (operation.Leaks ?? []).SelectMany(LeakLines), .. (operation.Kept ?? []).SelectMany(KeptLines)]);
    }

    /// <summary>The operation's own error, and those of failed steps that it does not already tell.</summary>
    private static IEnumerable<OrchestratorError> ErrorsOf(OperationStatus operation)
    {
        var errors = operation.Resources.Where(static step => step.State == StepState.Failed).Select(static step => step.Error).Prepend(operation.Error);
        return operation.State == OperationState.Succeeded ? [] : errors.OfType<OrchestratorError>().DistinctBy(static error => (error.Code, error.Target, error.Message));
    }

    private static IEnumerable<IRenderable> LeakLines(LeakedResource leak)
    {
        yield return new Paragraph().Append(leak.IsCertain ? "left" : "perhaps left", Styles.Bad).Append($": {leak.ResourceId}");
        yield return new Paragraph($"  why: {leak.Reason}", Styles.Dim);
    }

    private static IEnumerable<IRenderable> KeptLines(KeptResource kept)
    {
        yield return new Paragraph().Append("kept", Styles.Caution).Append($": {kept.ResourceId}");
        yield return new Paragraph($"  why: {kept.Reason}", Styles.Dim);
    }

    private static IEnumerable<IRenderable> ErrorLines(OrchestratorError error)
    {
        yield return new Paragraph().Append($"error {error.Code} ({error.Category})", Styles.Bad).Append($": {error.Message}");
        if (error.Target is not null)
        {
            yield return new Paragraph($"  at: {error.Target}", Styles.Dim);
        }

        if (error.AzureCode is not null)
        {
            yield return new Paragraph($"  Azure said: {error.AzureCode}, correlation id {error.CorrelationId ?? "(none)"}", Styles.Dim);
        }

        yield return new Paragraph($"  hint: {error.Action}", Styles.Hint);
    }
}
