using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>
/// The one mutating operation of a cluster: plan, walk the graph, complete. A newer spec that arrives meanwhile makes it plan again;
/// it ends only when the newest generation is carried out, or with an error.
/// </summary>
public static class ClusterOperation
{
    [Function(nameof(ClusterOperation))]
    public static async Task<OrchestratorError?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput input)
    {
        var scope = new OperationScope(context, input.Cluster, input.OperationId);
        var (plan, error, forget) = await CarryOutAsync(scope, input);
        if (error is null && scope.IsCanceled)
        {
            error = Canceled(scope, plan!);
            scope.Progress.Fail(error);
        }
        else if (error is null && scope.MustStop)
        {
            // Something newer came before the walk's end: plan again from what is there now.
            await RecordAsync(scope, plan!.Kind, error: null);
            context.ContinueAsNew(input, preserveUnprocessedEvents: false);
            return null;
        }

        var completion = new OperationCompletion(input.Cluster, input.OperationId, plan?.Kind ?? input.Kind, plan?.Generation ?? 0, error) { Forget = forget };
        await RecordAsync(scope, completion.Kind, error);
        var completed = await scope.CallAsync<CompletionResult>("CompleteOperation", completion);
        if (!completed.IsFinal)
        {
            // A newer generation, or deletion, came while this one was carried out.
            context.ContinueAsNew(input, preserveUnprocessedEvents: false);
            return error;
        }

        await TellAsync(scope, completed);
        return error;
    }

    /// <summary>Before the end itself: once that is told, all of the operation can be read. What is only told never stands in the way of what is done.</summary>
    private static Task RecordAsync(OperationScope scope, OperationKind kind, OrchestratorError? error)
    {
        var end = new OperationEnd
        {
            Cluster = scope.Cluster,
            OperationId = scope.OperationId,
            Kind = kind,
            Progress = scope.Progress.Snapshot,
            Error = error,
            EndedAt = new DateTimeOffset(scope.Context.CurrentUtcDateTime, TimeSpan.Zero),
        };
        return GuardAsync<object?>(scope.Context, async () => (await scope.CallAsync<object?>("RecordOperation", end), null));
    }

    private static async Task<(PlanResult? Plan, OrchestratorError? Error, bool Forget)> CarryOutAsync(OperationScope scope, OperationInput input)
    {
        scope.Progress.Phase("Planning");
        var (plan, error) = await GuardAsync(scope.Context, async () =>
        {
            var result = await PlanAsync(scope, input);
            return (result, result.Error);
        });
        var failures = new Dictionary<string, OrchestratorError>(StringComparer.OrdinalIgnoreCase);
        if (error is null)
        {
            scope.Progress.Generation = plan!.Generation;
            scope.Timeouts = plan.Timeouts ?? scope.Timeouts;
            scope.StopsInDrain = plan.StopsInDrain;
            error = await WalkAsync(scope, plan, failures);
        }

        var forget = false;
        if (plan is { Force: true } && !scope.MustStop)
        {
            (error, forget) = await FindLeaksAsync(scope, plan, failures);
        }

        if (error is not null)
        {
            scope.Progress.Fail(error);
        }

        return (plan, error, forget);
    }

    /// <summary>Whatever went wrong on the way: what counts of a forced deletion is what Azure still has.</summary>
    private static async Task<(OrchestratorError? Error, bool Forget)> FindLeaksAsync(OperationScope scope, PlanResult plan, Dictionary<string, OrchestratorError> failures)
    {
        scope.Progress.Phase("Looking for what is left");
        var request = new LeakRequest(scope.Cluster, scope.OperationId, plan.Generation, failures);
        var (found, unread) = await GuardAsync<LeakResult>(scope.Context, async () => (await scope.CallAsync<LeakResult>("FindLeaks", request), null));
        return (unread ?? found!.Error, found?.Forget ?? false);
    }

    private static OrchestratorError Canceled(OperationScope scope, PlanResult plan)
    {
        const int named = 10;
        var steps = plan.Steps.Where(static step => step.Action is not PlanAction.Keep and not PlanAction.Read || step.Kind is StepKinds.ForeignResources or StepKinds.NodeResourceGroup).Select(static step => step.Key).ToList();
        var left = steps.Where(step => !scope.Progress.IsDone(step)).ToList();
        string Names(IReadOnlyList<string> keys) => string.Join(", ", keys.Take(named)) + (keys.Count > named ? $" and {keys.Count - named} more" : "");
        var done = steps.Except(left).ToList();
        return ErrorCatalog.OperationCanceled.With(left.Count == 0
            ? "Canceled when everything was done."
            : $"Canceled with {left.Count} of {steps.Count} steps left: {Names(left)}.{(done.Count == 0 ? " Nothing was done." : $" Done: {Names(done)}.")}");
    }

    /// <summary>A plan only reads, so whatever is in its way for a while is waited for, as long as the other side asks.</summary>
    private static async Task<PlanResult> PlanAsync(OperationScope scope, OperationInput input)
    {
        var retries = new RetryBudget();
        while (true)
        {
            var result = await scope.CallAsync<PlanResult>("PlanCluster", new PlanRequest(input.Cluster, input.OperationId, input.Kind));
            if (result.Error is null || retries.Next(result.Error) is not { } delay)
            {
                return result;
            }

            if (scope.IsCanceled)
            {
                return result with { Error = ErrorCatalog.OperationCanceled.With("Canceled before there was a plan; nothing was done.") };
            }

            // What is newer is planned next anyway, but no sooner.
            await (scope.MustStop ? scope.DelayAsync(delay) : scope.DelayUnlessStoppedAsync(delay));
        }
    }

    /// <summary>The operation has ended; whether its source hears of it changes nothing of that.</summary>
    private static async Task TellAsync(OperationScope scope, CompletionResult completed)
    {
        string[] telling = completed switch
        {
            { HasOutcome: false } => [],
            { TakesTurns: true } => ["TellOutcome"],
            _ => ["PublishOutcome", "PostOutcome"],
        };
        string[] activities = [.. completed.HasPendingSpec ? ["StartPendingSpec"] : Array.Empty<string>(), .. telling];
        foreach (var activity in activities)
        {
            await GuardAsync<object?>(scope.Context, async () => (await scope.CallAsync<object?>(activity, new OutcomeRequest(scope.Cluster, scope.OperationId)), null));
        }
    }

    private static async Task<OrchestratorError?> WalkAsync(OperationScope scope, PlanResult plan, Dictionary<string, OrchestratorError> failures)
    {
        var approvals = new ApprovalWait(scope, plan.Approvals);
        var pause = new RolloutPauseWait(scope, plan.RollingSteps);
        GraphWalk? walk = null;
        walk = new GraphWalk(scope, plan.Steps, dynamic: false)
        {
            GoOn = plan.Force,
            Ahead = plan.AsksAhead ? step => approvals.Concerns(step.Key) ? AskAsync(scope, approvals, step, walk!.Abandoned) : null : null,
            Run = (step, release) => plan.AsksAhead ? TurnAsync(scope, plan.Kind, pause, step, release, walk!.Abandoned) : StepAsync(scope, plan.Kind, approvals, step, release),
        };
        var (_, error) = await GuardAsync(scope.Context, async () => (true, await PrepareAsync(scope, plan, approvals) ?? await walk.RunAsync()));
        foreach (var (target, failure) in walk.Failures)
        {
            failures[target] = failure;
        }

        return error;
    }

    private static async Task<OrchestratorError?> PrepareAsync(OperationScope scope, PlanResult plan, ApprovalWait approvals)
    {
        if (plan.Kind == OperationKind.Delete)
        {
            scope.Progress.Phase("Waiting for approval");
            var refused = await approvals.WaitAsync(GatedStep.Cluster(scope.Cluster));
            scope.Progress.Phase("Deleting");
            return refused;
        }

        scope.Progress.Phase("Applying");

        // Azure bootstraps the nodes of its own clusters.
        if (plan.Steps.Any(static step => step.Kind == StepKinds.ManagedCluster))
        {
            return null;
        }

        var outcome = await scope.CallAsync<MachineOutcome>("PrepareBootstrap", MachineGroups.Request(scope, pool: null));
        return outcome.Error;
    }

    private static Task<OrchestratorError?> AskAsync(OperationScope scope, ApprovalWait approvals, GraphStep step, Task abandoned)
    {
        scope.Progress.Start(step, dynamic: false);
        return approvals.WaitAsync(step.Key, abandoned);
    }

    /// <summary>A pause is looked at when it is the step's turn, which keeps the order of steps that take turns.</summary>
    private static async Task<OrchestratorError?> TurnAsync(OperationScope scope, OperationKind kind, RolloutPauseWait pause, GraphStep step, Action release, Task abandoned)
    {
        await pause.WaitAsync(step.Key, abandoned);
        return pause.Concerns(step.Key) && (scope.MustStop || abandoned.IsCompleted) ? null : await RunAsync(scope, kind, step, release);
    }

    /// <summary>Of operations that began when consent was asked for in a step's turn.</summary>
    private static async Task<OrchestratorError?> StepAsync(OperationScope scope, OperationKind kind, ApprovalWait approvals, GraphStep step, Action release) =>
        await approvals.WaitAsync(step.Key) is { } refused ? refused : scope.MustStop ? null : await RunAsync(scope, kind, step, release);

    private static Task<OrchestratorError?> RunAsync(OperationScope scope, OperationKind kind, GraphStep step, Action release) => (step.Kind, step.Verb) switch
    {
        (StepKinds.ControlPlane, StepVerb.Ensure) => MachineGroups.ControlPlaneAsync(scope, step, release),
        (StepKinds.MachinePool, StepVerb.Ensure) => MachineGroups.MachinePoolAsync(scope, step),
        (StepKinds.VirtualMachineScaleSet, StepVerb.Delete) when kind == OperationKind.Apply => MachineGroups.RetirePoolAsync(scope, step),
        (StepKinds.Node, StepVerb.Delete) => MachineGroups.RemoveNodeAsync(scope, step),
        (StepKinds.ManagedCluster, StepVerb.Ensure) => ManagedClusterAsync(scope, step),
        (StepKinds.ResourceGroup, StepVerb.Delete) => ResourceGroupAsync(scope, step),
        _ => new ResourceStep(scope, step).RunAsync(),
    };

    /// <summary>What others have put into the group since the plan was made is not in it: plan again.</summary>
    private static async Task<OrchestratorError?> ResourceGroupAsync(OperationScope scope, GraphStep step)
    {
        var error = await new ResourceStep(scope, step).RunAsync();
        if (error?.Code != ErrorCatalog.ForeignResources.Code)
        {
            return error;
        }

        scope.Stop();
        return null;
    }

    private static async Task<OrchestratorError?> ManagedClusterAsync(OperationScope scope, GraphStep step)
    {
        if (await new ResourceStep(scope, step).RunAsync() is { } error)
        {
            return error;
        }

        if (scope.Progress.IsDone(step.Key))
        {
            var request = new ResourceRequest { Cluster = scope.Cluster, OperationId = scope.OperationId, Generation = scope.Generation, Step = step, Facts = scope.Facts };
            return (await scope.CallAsync<MachineOutcome>("RecordManagedCluster", request)).Error;
        }

        return null;
    }

    /// <summary>What escapes an activity after its retries is a defect of ours or of the host; it ends the operation as data like everything else.</summary>
    private static async Task<(T? Value, OrchestratorError? Error)> GuardAsync<T>(TaskOrchestrationContext context, Func<Task<(T Value, OrchestratorError? Error)>> action)
    {
        try
        {
            return await action();
        }
        catch (TaskFailedException failure)
        {
            context.CreateReplaySafeLogger(nameof(ClusterOperation)).LogError("Task {Task} failed: {Failure}", failure.TaskName, failure.FailureDetails.ErrorMessage);
            return (default, ErrorCatalog.Unexpected.With($"{failure.TaskName} failed: {failure.FailureDetails.ErrorMessage}"));
        }
    }
}
