using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Rollouts;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>What the rollouts of control plane and pools share: observing, waiting with patience, and showing each machine as a step.</summary>
internal sealed class RolloutLoop(OperationScope scope, MachineGroupRequest request)
{
    /// <summary>Nothing announces that a node became Ready, so it is asked; machines take minutes, a question costs little.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Azure lets the instances of one scale set be listed ten times a minute, which is done while it works on some: half of that leaves room for whoever else looks.</summary>
    private static readonly TimeSpan PoolInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long machines may stand still.</summary>
    private TimeSpan Patience => scope.Timeouts.Of(StepTimeouts.Machine);

    /// <summary>Who resumes a rollout wakes it; this is for a wake-up that is lost.</summary>
    private static readonly TimeSpan HoldInterval = TimeSpan.FromMinutes(15);

    /// <summary>
    /// After so many looks a rollout begins a new history: hundreds of machines in one would make it enormous. More than patience takes, so that
    /// a stalled rollout is still noticed.
    /// </summary>
    private const int LooksPerHistory = 250;

    /// <summary>So many finished steps are recorded in one go.</summary>
    private const int StepsPerRecord = 20;

    private readonly HashSet<string> _joining = [.. request.Progress?.Progress.Where(static p => p.Value.State == StepState.Running).Select(static p => NameOf(p.Key)) ?? []];
    private readonly HashSet<string> _ready = new(StringComparer.Ordinal);
    private Freshness? _freshness;
    private int _looks;
    private Task<string>? _steered;
    private string? _waitingFor = request.WaitingFor;
    private DateTime _waitingSince = request.WaitingSince ?? default;

    private DateTimeOffset Now => new(scope.Context.CurrentUtcDateTime, TimeSpan.Zero);

    public MachineGroupRequest Request { get; } = request with { Progress = null, WaitingFor = null, WaitingSince = null };

    /// <summary>
    /// Observes and lets <paramref name="act"/> decide and act, again and again, until it gives a result. Stops at a safe point for something newer;
    /// begins a new history when this one is long: everything but the progress is observed again anyway.
    /// </summary>
    public async Task<MachineGroupResult> RunAsync(string observe, Func<MachineGroupObservation, Task<MachineGroupResult?>> act)
    {
        var result = await TurnAsync(observe, act);
        await RecordAsync(atLeast: 1);
        if (result is null)
        {
            scope.Context.ContinueAsNew(Request with { Progress = scope.Progress.Snapshot, EventsArrive = scope.EventsArrive, WaitingFor = _waitingFor, WaitingSince = _waitingFor is null ? null : _waitingSince });
        }

        return result ?? new MachineGroupResult();
    }

    /// <summary>Null: the history is long enough.</summary>
    private async Task<MachineGroupResult?> TurnAsync(string observe, Func<MachineGroupObservation, Task<MachineGroupResult?>> act)
    {
        while (!scope.MustStop)
        {
            await RecordAsync(StepsPerRecord);
            if (_looks >= LooksPerHistory)
            {
                return null;
            }

            var (group, unseen) = await ObserveAsync(observe);
            if (unseen is not null)
            {
                return new MachineGroupResult(unseen);
            }

            if (await act(group) is { } result)
            {
                return result;
            }
        }

        return new MachineGroupResult(Stopped: true);
    }

    /// <summary>Keeps steps that no longer fit into the status. What is only told never stands in the way of what is done.</summary>
    private async Task RecordAsync(int atLeast)
    {
        if (scope.Progress.Forgotten < atLeast)
        {
            return;
        }

        var (first, steps) = scope.Progress.TakeForgotten();
        try
        {
            await scope.CallAsync<object?>("RecordSteps", new RecordedSteps(scope.Cluster, scope.OperationId, scope.Context.InstanceId, first, steps));
        }
        catch (TaskFailedException)
        {
            // The operation goes on; its record lacks these steps.
        }
    }

    /// <summary>What is there. An observation that failed is never decided upon: it is made again, within a budget.</summary>
    public async Task<(MachineGroupObservation Group, OrchestratorError? Error)> ObserveAsync(string activity)
    {
        var retries = new RetryBudget();
        while (true)
        {
            _looks++;
            var observedAt = Now;
            var group = await scope.CallAsync<MachineGroupObservation>(activity, Request with { Freshness = _freshness });
            if (group.Error is null)
            {
                foreach (var machine in group.Machines)
                {
                    Show(machine);
                }

                MayBeOld = _freshness is not null;
                _freshness ??= new Freshness(observedAt, observedAt);
                return (group, null);
            }

            if (retries.Next(group.Error) is not { } delay)
            {
                return (group, group.Error);
            }

            await scope.DelayAsync(delay);
        }
    }

    /// <summary>What was observed last may partly be remembered: not enough to call a rollout done.</summary>
    public bool MayBeOld { get; private set; }

    /// <summary>The next observation reads everything.</summary>
    public void LookAnew() => _freshness = null;

    /// <summary>A write on the scale set, or of a machine: what its last step read of the scale set will do, all machines are listed.</summary>
    public async Task<OrchestratorError?> WriteAsync(Func<Task<OrchestratorError?>> write)
    {
        var before = Now;
        var error = await write();
        _freshness = new Freshness(before, Now);
        return error;
    }

    /// <summary>A write on machines: what was read of them before no longer counts.</summary>
    public void MachinesChanged(DateTimeOffset since) => _freshness = new Freshness(_freshness?.Model, since);

    /// <summary>
    /// Between two machines: stands still while rollouts are paused, as long as it takes. A group that is made, grows or shrinks replaces nothing and is not held.
    /// </summary>
    /// <returns>True when it was held: what was decided is old.</returns>
    public async Task<bool> HoldAsync(MachineGroupObservation group, RolloutDecision decision)
    {
        if (decision.Action is RolloutAction.Done or RolloutAction.Wait || group.Machines.All(static m => m.StaleFields.Count == 0 && m.Unhealthy is null))
        {
            return false;
        }

        for (var held = false; ; held = true)
        {
            if (await scope.CallAsync<RolloutHold>("CheckRolloutHold", new ClusterRequest(scope.Cluster)) is not { Pause: { } pause })
            {
                return held;
            }

            // A long pause does not make a long history: the next one begins with another look.
            if (scope.MustStop || ++_looks >= LooksPerHistory)
            {
                return true;
            }

            LookAnew();
            scope.Progress.Phase($"paused{(pause.Reason is null ? "" : $" ({pause.Reason})")} before {decision.Reason}");
            _steered ??= scope.Context.WaitForExternalEvent<string>(OperationScope.SteeredEvent);
            await scope.DelayUnlessAsync(_steered, HoldInterval);
            _steered = _steered.IsCompleted ? null : _steered;
        }
    }

    /// <summary>Waits a little; an error when the same thing has been waited for too long.</summary>
    public async Task<OrchestratorError?> PauseAsync(RolloutDecision decision)
    {
        var now = scope.Context.CurrentUtcDateTime;
        if (!string.Equals(_waitingFor, decision.Reason, StringComparison.Ordinal))
        {
            (_waitingFor, _waitingSince) = (decision.Reason, now);
        }
        else if (now - _waitingSince > Patience)
        {
            return ErrorCatalog.RolloutStalled.With($"No progress for {Patience.TotalMinutes} minutes: {decision.Reason}.", Request.Pool);
        }

        await scope.DelayAsync(Request.Pool is null ? Interval : PoolInterval);
        return null;
    }

    /// <summary>Repeats an activity until it says that it is done; its transient errors are retried within a budget, everything else stands.</summary>
    /// <param name="activity">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="resourceId">A resource whose change it waits for; null: nothing announces it.</param>
    public async Task<OrchestratorError?> UntilDoneAsync(string activity, object input, string? resourceId = null)
    {
        var retries = new RetryBudget();
        var since = scope.Context.CurrentUtcDateTime;
        while (true)
        {
            var outcome = await scope.CallAsync<MachineOutcome>(activity, input);
            if (outcome.Done)
            {
                return null;
            }

            if (activity == NodeDrain.Activity && scope.MustStopDrain)
            {
                return null;
            }

            var delay = outcome.Error is null ? TimeSpan.FromSeconds(outcome.RetryAfterSeconds ?? Interval.TotalSeconds) : retries.Next(outcome.Error);
            if (delay is null)
            {
                return outcome.Error;
            }

            // A drain has a time limit of its own, the user's; everything else here ends within minutes or never.
            if (activity != NodeDrain.Activity && scope.Context.CurrentUtcDateTime - since > Patience)
            {
                return outcome.Error ?? ErrorCatalog.MachineNotJoining.With($"{activity} waits since {Patience.TotalMinutes} minutes: {outcome.Detail}");
            }

            // What has waited long, such as a drain that a budget holds, is asked less and less often: up to once a minute.
            _looks++;
            var waited = (scope.Context.CurrentUtcDateTime - since) / 60;
            var longest = TimeSpan.FromMinutes(1);
            scope.Progress.Phase(outcome.Detail ?? outcome.Error?.Message ?? activity);
            await WaitAsync(delay.Value > waited ? delay.Value : waited < longest ? waited : longest, resourceId);
        }
    }

    private Task WaitAsync(TimeSpan delay, string? resourceId) => resourceId is null ? scope.DelayAsync(delay) : scope.WaitForChangeAsync(resourceId, delay);

    /// <summary>A request about some of the group's machines; its drain begins now.</summary>
    public MachineRequest OfMachines(IReadOnlyList<string> names) => new()
    {
        Cluster = scope.Cluster,
        OperationId = scope.OperationId,
        Generation = scope.Generation,
        Pool = Request.Pool,
        Machines = names,
        StartedAt = Now,
    };

    /// <summary>A machine that was not ready when first seen is shown from then until it is.</summary>
    private void Show(MachineObservation machine)
    {
        var key = $"{StepKinds.Node}/{machine.Name}";
        if (machine.Ready)
        {
            if (_ready.Add(machine.Name) && _joining.Contains(machine.Name))
            {
                scope.Progress.Finish(key, "ready");
            }
        }
        else if (!_ready.Contains(machine.Name) && _joining.Add(machine.Name))
        {
            scope.Progress.Start(new GraphStep { Key = key, Kind = StepKinds.Node, Name = machine.Name, Verb = StepVerb.Observe, DependsOn = [MadeBy(machine)] }, dynamic: true);
        }
    }

    private static string NameOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private string MadeBy(MachineObservation machine) =>
        Request.Pool is { } pool ? $"{StepKinds.VirtualMachineScaleSet}/{pool}" : $"{StepKinds.VirtualMachine}/{machine.Name}";
}
