using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Fleet;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests.Changes;

namespace Orchestrator.Functions.Fleet;

/// <summary>Begins the operations of a fleet's clusters and looks how they end. Each may run any number of times.</summary>
public sealed class FleetMembers(FleetStore fleets, IClusterStore clusters, ClusterOperations operations, RequestOrigins origins)
{
    private const int Named = 5;

    [Function("StartFleetMember")]
    public async Task<FleetMember> StartAsync([ActivityTrigger] FleetMemberRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var (fleet, index) = (await FindAsync(request.Fleet, cancellation), request.Members[0]);
        if (await fleets.FindMemberAsync(fleet.Id, index, cancellation) is { } begun)
        {
            return begun;
        }

        var member = await BeginAsync(fleet, fleet.Member(index), client, cancellation);
        await fleets.SaveMemberAsync(fleet.Id, member, cancellation);
        return member;
    }

    /// <returns>Those that have ended.</returns>
    [Function("CheckFleetMembers")]
    public async Task<IReadOnlyList<FleetMember>> CheckAsync([ActivityTrigger] FleetMemberRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var ended = new List<FleetMember>();
        foreach (var index in request.Members)
        {
            if (await fleets.FindMemberAsync(request.Fleet, index, cancellation) is { } member && await LookAsync(member, client, cancellation) is { State: not FleetMemberState.Running } now)
            {
                await fleets.SaveMemberAsync(request.Fleet, now, cancellation);
                ended.Add(now);
            }
        }

        return ended;
    }

    /// <summary>Looks at all members before the one named.</summary>
    [Function("CheckFleetHealth")]
    public async Task<FleetHealth> CheckHealthAsync([ActivityTrigger] FleetMemberRequest request, CancellationToken cancellation)
    {
        var fleet = await FindAsync(request.Fleet, cancellation);
        var unwell = new List<string>();
        foreach (var key in fleet.Clusters.Take(request.Members[0]))
        {
            if (await clusters.FindAsync(key, cancellation) is { Phase: not ClusterPhase.Deleted } document && document is not { Phase: ClusterPhase.Ready, OperationRunning: false, Error: null })
            {
                unwell.Add($"{key} ({document.Phase})");
            }
        }

        return new FleetHealth(unwell.Count == 0 ? null : ErrorCatalog.FleetUnhealthy.With(
            $"{unwell.Count} cluster(s) of earlier waves are not well: {string.Join(", ", unwell.Take(Named))}{(unwell.Count > Named ? ", …" : "")}.", fleet.Id));
    }

    private async Task<FleetMember> BeginAsync(FleetDefinition fleet, FleetMember member, DurableTaskClient client, CancellationToken cancellation)
    {
        // What comes of a fleet was asked for by whoever asked for the fleet.
        origins.Enter(fleet.Origin ?? origins.Current);
        try
        {
            var before = await clusters.FindAsync(member.Cluster, cancellation) is { Phase: not ClusterPhase.Deleted } found ? found : null;
            if (before is null && fleet.Request.Action != FleetAction.Apply)
            {
                return member with { State = FleetMemberState.Skipped };
            }

            var spec = await SpecAsync(fleet, member, before, cancellation);
            if (before is { Phase: ClusterPhase.Ready, OperationRunning: false } && SpecHash.Of(ClusterChanges.KeepRestarts(before.Spec, spec)) == before.SpecHash)
            {
                return member with { State = FleetMemberState.Succeeded };
            }

            var (document, _) = before is null
                ? await operations.ApplyAsync(spec, expectedPlan: null, client, cancellation)
                : await operations.ChangeAsync(before, now => CheckedAsync(fleet, member, now, cancellation), client, cancellation);
            return member with { State = FleetMemberState.Running, OperationId = document.OperationId };
        }
        catch (OrchestratorException refused)
        {
            return member with { State = FleetMemberState.Failed, Error = refused.Error };
        }
    }

    /// <exception cref="OrchestratorException">The spec cannot follow the one that is there.</exception>
    private async Task<ClusterSpec> CheckedAsync(FleetDefinition fleet, FleetMember member, ClusterDocument now, CancellationToken cancellation)
    {
        var spec = await SpecAsync(fleet, member, now, cancellation);
        return ClusterChanges.Check(now.Spec, spec).FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } problem
            ? throw new OrchestratorException(ErrorCatalog.InvalidManifest.With(problem.Message, problem.Path, problem.Action))
            : spec;
    }

    private async Task<ClusterSpec> SpecAsync(FleetDefinition fleet, FleetMember member, ClusterDocument? before, CancellationToken cancellation) => fleet.Request.Action switch
    {
        FleetAction.Upgrade => ClusterChanges.Upgrade(before!.Spec, fleet.Request.Upgrade!.Version),
        FleetAction.Start => ClusterChanges.Power(before!.Spec, ManagedClusterPower.Running),
        FleetAction.Stop => ClusterChanges.Power(before!.Spec, ManagedClusterPower.Stopped),
        FleetAction.Restart => RolloutSteering.Restart(before!.Spec, (fleet.Request.Restart ?? new RestartRequest()) with { At = fleet.AcceptedAt }, fleet.AcceptedAt),
        _ => await fleets.FindSpecAsync(fleet.Id, member.Index, cancellation) ?? throw new OrchestratorException(ErrorCatalog.Unexpected.With($"Fleet {fleet.Id} has no spec of {member.Cluster}.")),
    };

    /// <summary>An orchestration that is gone has ended: then the cluster's document tells how.</summary>
    private async Task<FleetMember> LookAsync(FleetMember member, DurableTaskClient client, CancellationToken cancellation)
    {
        if (member.State != FleetMemberState.Running)
        {
            return member;
        }

        var instance = await client.GetInstanceAsync(member.OperationId!, getInputsAndOutputs: true, cancellation);
        var document = await clusters.FindAsync(member.Cluster, cancellation);
        if (instance is { IsCompleted: false } || (instance is null && document is { OperationRunning: true } && document.OperationId == member.OperationId))
        {
            await operations.EnsureStartedAsync(document!, client, cancellation);
            return member;
        }

        var error = instance is null ? document?.Error : instance.ReadCustomStatusAs<OperationProgress>()?.Error;
        var isWell = error is null && instance?.RuntimeStatus is null or OrchestrationRuntimeStatus.Completed;
        return member with { State = isWell && error is null ? FleetMemberState.Succeeded : FleetMemberState.Failed, Error = error };
    }

    private async Task<FleetDefinition> FindAsync(string id, CancellationToken cancellation) =>
        await fleets.FindAsync(id, cancellation) ?? throw new OrchestratorException(ErrorCatalog.OperationNotFound.With($"There is no fleet operation {id}.", id));
}
