using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Fleet;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Operations;
using Orchestrator.Determinism.Chance;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests;
using Orchestrator.Manifests.Selectors;

namespace Orchestrator.Functions.Fleet;

/// <summary>Accepts, shows and steers fleet operations. Callers who are kept to namespaces see the clusters of these, and fleets that hold no other.</summary>
public sealed class FleetOperations(FleetStore fleets, IClusterStore clusters, ManifestAcceptance acceptance, ManifestAccess access, RequestOrigins origins, TimeProvider time, Randomness randomness)
{
    private const int LongestPause = 7 * 24 * 3600;
    private const int IdSuffix = 5;

    /// <summary>Which clusters, in which waves. Changes nothing.</summary>
    /// <exception cref="OrchestratorException">The request asks for what cannot be, or matches nothing.</exception>
    public async Task<FleetStatus> PlanAsync(FleetRequest request, CancellationToken cancellation) => Shown(await DefineAsync(request, manifest: await ReadAsync(request, cancellation), cancellation));

    /// <exception cref="OrchestratorException">The request asks for what cannot be, or matches nothing.</exception>
    public async Task<FleetStatus> StartAsync(FleetRequest request, DurableTaskClient client, CancellationToken cancellation)
    {
        var manifest = await ReadAsync(request, cancellation);
        var fleet = await DefineAsync(request, manifest, cancellation);
        if (manifest is not null)
        {
            await acceptance.KeepSharedAsync(manifest, cancellation);
            for (var i = 0; i < fleet.Clusters.Count; i++)
            {
                await fleets.SaveSpecAsync(fleet.Id, i, manifest.Clusters.Single(spec => spec.Key == fleet.Clusters[i]), cancellation);
            }
        }

        if (!await fleets.TryAddAsync(fleet, cancellation))
        {
            throw new OrchestratorException(ErrorCatalog.StateConflict.With($"There is a fleet operation {fleet.Id} already.", fleet.Id));
        }

        await EnsureStartedAsync(fleet, client, cancellation);
        return await FindAsync(fleet.Id, client, cancellation);
    }

    /// <exception cref="OrchestratorException">OperationNotFound.</exception>
    public async Task<FleetStatus> FindAsync(string id, DurableTaskClient client, CancellationToken cancellation)
    {
        var fleet = await DefinitionAsync(id, cancellation);
        await EnsureStartedAsync(fleet, client, cancellation);
        var status = Shown(fleet, await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation));
        var members = new List<FleetMember>();
        foreach (var member in status.Clusters)
        {
            members.Add(await fleets.FindMemberAsync(id, member.Index, cancellation) ?? member);
        }

        return status with { Clusters = members };
    }

    /// <summary>All fleet operations, without their clusters.</summary>
    public async Task<IReadOnlyList<FleetStatus>> ListAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var shown = new List<FleetStatus>();
        foreach (var fleet in (await fleets.ListAsync(cancellation)).Where(IsOpen))
        {
            shown.Add(Shown(fleet, await client.GetInstanceAsync(fleet.Id, getInputsAndOutputs: true, cancellation)) with { Clusters = [] });
        }

        return shown;
    }

    /// <summary>Operations of clusters that have been begun go on, whatever is done here.</summary>
    /// <param name="id">The fleet operation.</param>
    /// <param name="verb">suspend, resume or cancel.</param>
    /// <param name="client">Tells the orchestration.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <exception cref="OrchestratorException">OperationNotFound, OperationEnded.</exception>
    public async Task<FleetStatus> SteerAsync(string id, string verb, DurableTaskClient client, CancellationToken cancellation)
    {
        var instance = await client.GetInstanceAsync((await DefinitionAsync(id, cancellation)).Id, cancellation);
        if (instance is { IsCompleted: true })
        {
            throw new OrchestratorException(ErrorCatalog.OperationEnded.With($"Fleet operation {id} has ended.", id));
        }

        await (verb switch
        {
            "suspend" => client.SuspendInstanceAsync(id, reason: null, cancellation),
            "resume" => client.ResumeInstanceAsync(id, reason: null, cancellation),
            _ => client.RaiseEventAsync(id, FleetOperation.CancelEvent, verb, cancellation),
        });
        if (verb == "cancel" && instance?.RuntimeStatus == OrchestrationRuntimeStatus.Suspended)
        {
            await client.ResumeInstanceAsync(id, "canceled", cancellation);
        }

        return await FindAsync(id, client, cancellation);
    }

    private async Task<FleetDefinition> DefinitionAsync(string id, CancellationToken cancellation)
    {
        var fleet = await fleets.FindAsync(id, cancellation) ?? throw new OrchestratorException(ErrorCatalog.OperationNotFound.With($"There is no fleet operation {id}.", id));
        foreach (var @namespace in fleet.Clusters.Select(static key => key.Namespace).Distinct(StringComparer.Ordinal))
        {
            origins.Access.Require(@namespace);
        }

        return fleet;
    }

    private bool IsOpen(FleetDefinition fleet) => fleet.Clusters.All(key => origins.Access.MayEnter(key.Namespace));

    private async Task<ManifestResult?> ReadAsync(FleetRequest request, CancellationToken cancellation)
    {
        Check(request);
        if (request.Apply is null)
        {
            return null;
        }

        var manifest = await acceptance.ReadAsync(request.Apply.Files, request.Apply.Variables, cancellation);
        if (manifest.Diagnostics.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } first)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidManifest.With($"{first.File}:{first.Line}: {first.Message}", first.Path, first.Action));
        }

        await access.CheckAsync(manifest, cancellation);
        return manifest;
    }

    private static void Check(FleetRequest request)
    {
        var (problem, target, action) = request switch
        {
            { Action: FleetAction.Upgrade, Upgrade: null } => ("An upgrade names no version.", "upgrade", "Write {\"upgrade\":{\"version\":\"v1.31.2\"}}."),
            { Action: FleetAction.Apply, Apply.Files: not { Count: > 0 } } => ("There are no manifests to apply.", "apply", "Write {\"apply\":{\"files\":[…]}}."),
            { Action: not FleetAction.Apply, Selector: not { Length: > 0 } } => ("No clusters are selected.", "selector", "Write a label selector such as env=prod; every cluster that has a label is matched by its name alone."),
            { MaxConcurrent: < 1 or > 1000 } => ($"{request.MaxConcurrent} clusters at once cannot be.", "maxConcurrent", "Write a number from 1 to 1000."),
            { PauseSeconds: < 0 or > LongestPause } => ($"A pause of {request.PauseSeconds} seconds cannot be.", "pauseSeconds", $"Write a number from 0 to {LongestPause}."),
            { Restart: { Pool: not null, ControlPlane: true } } => ("Both a pool and the control plane are named.", "restart", "Name one of them, or neither."),
            _ => (null, "", ""),
        };
        if (problem is not null)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With(problem, target, action));
        }
    }

    private async Task<FleetDefinition> DefineAsync(FleetRequest request, ManifestResult? manifest, CancellationToken cancellation)
    {
        var selector = request.Selector is { Length: > 0 } text ? LabelSelectorText.Parse(text) : null;
        if (request.Namespace is { } named)
        {
            origins.Access.Require(named);
        }

        var specs = manifest?.Clusters ?? [.. (await clusters.ListAsync(cancellation)).Where(static d => d is { Phase: not ClusterPhase.Deleted, DeletionRequested: false }).Select(static d => d.Spec)];
        List<ClusterKey> selected =
        [
            .. specs.Where(spec => origins.Access.MayEnter(spec.Key.Namespace) && (request.Namespace is null || spec.Key.Namespace == request.Namespace) && (selector is null || selector.Matches(ClusterLabels.Of(spec))))
                .Select(static spec => spec.Key).OrderBy(static k => k.Namespace, StringComparer.Ordinal).ThenBy(static k => k.Name, StringComparer.Ordinal),
        ];
        if (selected.Count == 0)
        {
            throw new OrchestratorException(ErrorCatalog.ClusterNotFound.With("The selector matches no cluster.", "selector"));
        }

        var now = time.GetUtcNow();
        return new FleetDefinition
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"fleet-{now.UtcDateTime:yyyyMMddHHmmss}-{randomness.NextString(IdSuffix)}"),
            Request = request with { Apply = null },
            Clusters = selected,
            WaveEnds = FleetWaves.Ends(request.Waves, selected.Count),
            AcceptedAt = now,
            Origin = origins.Current,
        };
    }

    /// <summary>An id is used once; starting twice is starting once.</summary>
    private static async Task EnsureStartedAsync(FleetDefinition fleet, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(fleet.Id, cancellation) is not null)
        {
            return;
        }

        var input = new FleetInput
        {
            Id = fleet.Id,
            WaveEnds = fleet.WaveEnds,
            PauseSeconds = fleet.Request.PauseSeconds,
            MaxConcurrent = fleet.Request.MaxConcurrent,
            StopOnFailure = fleet.Request.StopOnFailure,
            HealthCheck = fleet.Request.HealthCheck,
        };
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(FleetOperation), input, new StartOrchestrationOptions(fleet.Id), cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            if (await client.GetInstanceAsync(fleet.Id, cancellation) is null)
            {
                throw;
            }
        }
    }

    private FleetStatus Shown(FleetDefinition fleet, OrchestrationMetadata? instance = null)
    {
        var progress = instance?.ReadCustomStatusAs<FleetProgress>() ?? new FleetProgress();
        return new FleetStatus
        {
            Id = instance is null ? null : fleet.Id,
            Action = fleet.Request.Action,
            State = StateOf(instance?.RuntimeStatus, progress),
            Wave = progress.Wave,
            Waves = fleet.WaveEnds.Count,
            Phase = progress.Phase,
            Succeeded = progress.Succeeded,
            Failed = progress.Failed,
            Skipped = progress.Skipped,
            Origin = instance is null ? null : fleet.Origin,
            CreatedAt = instance?.CreatedAt,
            UpdatedAt = instance?.LastUpdatedAt,
            ServerTime = time.GetUtcNow(),
            Clusters = [.. Enumerable.Range(0, fleet.Clusters.Count).Select(fleet.Member)],
            Error = progress.Error,
        };
    }

    private static OperationState StateOf(OrchestrationRuntimeStatus? status, FleetProgress progress) => status switch
    {
        null or OrchestrationRuntimeStatus.Pending => OperationState.Pending,
        OrchestrationRuntimeStatus.Suspended => OperationState.Suspended,
        OrchestrationRuntimeStatus.Completed => progress.Error switch
        {
            null => OperationState.Succeeded,
            { Code: var code } => code == ErrorCatalog.OperationCanceled.Code ? OperationState.Canceled : OperationState.Failed,
        },
        OrchestrationRuntimeStatus.Failed => OperationState.Failed,
        OrchestrationRuntimeStatus.Terminated => OperationState.Terminated,
        _ => OperationState.Running,
    };
}
