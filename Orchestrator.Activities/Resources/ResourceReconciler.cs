using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources;

/// <summary>
/// Observe, ensure and delete, alike for every type. Each call starts or checks and returns at once; repeated any number of times it has the
/// effect of one. Azure's trouble comes back as an error in the outcome.
/// </summary>
public sealed class ResourceReconciler(
    ResourceDefinitions definitions, IArmConnections connections, IClusterStore clusters, IResourceIndex index, ResourceOwnership ownership, ResourceFailures failures)
{
    public Task<ResourceOutcome> EnsureAsync(string kind, ResourceRequest request, CancellationToken cancellation) =>
        GuardAsync(request, cancellation, async (spec, arm) =>
        {
            var (definition, id) = (definitions[kind], request.Step.ResourceId!);
            var read = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
            if (read.Error is not null && !read.IsNotFound)
            {
                return Failed(read.Error);
            }

            var existing = read.IsNotFound ? null : read.Resource;
            if (existing is not null && await RefusalAsync(definition, request, spec, existing, arm, cancellation).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }

            // Some types are not seen before they are done.
            if (existing is null && await OfOperationAsync(definition, request, arm, cancellation).ConfigureAwait(false) is { State: ResourceState.InProgress } running)
            {
                return running;
            }

            var context = await ContextAsync(request, spec, existing, cancellation).ConfigureAwait(false);
            context = await definition.GatherAsync(context, existing, arm, cancellation).ConfigureAwait(false);
            var desired = definition.Desired(context, existing);
            if (desired.Error is not null)
            {
                return Failed(desired.Error);
            }

            var state = existing is null ? ResourceState.Absent : ProvisioningStates.Of(existing);
            return (state, desired.NeedsPut) switch
            {
                (not ResourceState.InProgress, true) when desired.IsReplacement =>
                    await StartDeleteAsync(definition, request, spec, arm, read.ETag, cancellation).ConfigureAwait(false),
                (ResourceState.Ready, false) => Reached(definition, id, existing!, "unchanged"),
                (ResourceState.InProgress, false) => InProgress(definition, retryAfterSeconds: null, "in progress"),
                (ResourceState.InProgress, true) => Busy(id),
                _ => await PutAsync(definition, context, desired, read.ETag, arm, cancellation).ConfigureAwait(false),
            };
        });

    public Task<ResourceOutcome> ObserveAsync(string kind, ResourceRequest request, CancellationToken cancellation) =>
        GuardAsync(request, cancellation, async (spec, arm) =>
        {
            var (definition, id) = (definitions[kind], request.Step.ResourceId!);
            var read = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
            if (read.Error is not null && !read.IsNotFound)
            {
                return Failed(read.Error);
            }

            // Where the resource cannot tell, its operation does: not there yet, or still there though we deleted it.
            var state = read.IsNotFound ? ResourceState.Absent : ProvisioningStates.Of(read.Resource!);
            if ((request.Step.Verb, state) is (StepVerb.Ensure, ResourceState.Absent) or (StepVerb.Delete, ResourceState.Ready)
                && await OfOperationAsync(definition, request, arm, cancellation).ConfigureAwait(false) is { } told)
            {
                return told;
            }

            return state switch
            {
                ResourceState.Absent => await AbsentAsync(request, spec, read.Error!, cancellation).ConfigureAwait(false),
                ResourceState.Ready => Reached(definition, id, read.Resource!, definition.Remark(read.Resource!)),
                ResourceState.Failed => Failed(await failures.ExplainAsync(id, arm, request.OperationId, cancellation).ConfigureAwait(false)),
                _ => InProgress(definition, read.RetryAfterSeconds, detail: null),
            };
        });

    public Task<ResourceOutcome> DeleteAsync(string kind, ResourceRequest request, CancellationToken cancellation) =>
        GuardAsync(request, cancellation, async (spec, arm) =>
        {
            var (definition, id) = (definitions[kind], request.Step.ResourceId!);
            var read = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
            if (read.IsNotFound)
            {
                return await AbsentAsync(request, spec, read.Error!, cancellation).ConfigureAwait(false);
            }

            if (read.Error is not null)
            {
                return Failed(read.Error);
            }

            if (!await ownership.IsOursAsync(spec, id, read.Resource!, definition.HasTags, arm, request.OperationId, cancellation).ConfigureAwait(false))
            {
                return Failed(ResourceOwnership.NotOurs(id));
            }

            return ProvisioningStates.IsDeleting(read.Resource!)
                ? InProgress(definition, read.RetryAfterSeconds, "deleting")
                : await StartDeleteAsync(definition, request, spec, arm, read.ETag, cancellation).ConfigureAwait(false);
        });

    private static ResourceOutcome Failed(OrchestratorError error) =>
        new() { State = ResourceState.Failed, Error = error, RetryAfterSeconds = error.RetryAfterSeconds };

    private static ResourceOutcome InProgress(ResourceDefinition definition, int? retryAfterSeconds, string? detail) =>
        new() { State = ResourceState.InProgress, Detail = detail, RetryAfterSeconds = retryAfterSeconds ?? definition.PollSeconds };

    private static ResourceOutcome Reached(ResourceDefinition definition, string id, JsonObject resource, string? detail)
    {
        definition.Reached(id, resource);
        return new() { State = ResourceState.Ready, Detail = detail, Facts = definition.Facts(id, resource) };
    }

    private static ResourceOutcome Busy(string id) =>
        Failed(ErrorCatalog.AzureConflict.With($"Azure still works on {ResourceId.NameOf(id)}.", id));

    private static async Task<ResourceOutcome> GuardError(Func<Task<ResourceOutcome>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (OrchestratorException exception)
        {
            return Failed(exception.Error);
        }
    }

    /// <summary>What the resource's last operation says; null when it has succeeded or nobody knows of it any more.</summary>
    private async Task<ResourceOutcome?> OfOperationAsync(ResourceDefinition definition, ResourceRequest request, ArmConnection arm, CancellationToken cancellation)
    {
        var id = request.Step.ResourceId!;
        if (await index.FindOperationAsync(id, cancellation).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        var status = await arm.CheckAsync(ArmOperation.Parse(stored), id, request.OperationId, cancellation).ConfigureAwait(false);
        return status.State switch
        {
            ResourceState.InProgress => InProgress(definition, status.RetryAfterSeconds, detail: null),
            ResourceState.Failed => Failed(ArmErrorMap.ToFailure(status.Fault, id, request.Step.Verb == StepVerb.Delete ? ArmVerb.Delete : ArmVerb.Put)),
            _ => null,
        };
    }

    private Task<ResourceOutcome> GuardAsync(ResourceRequest request, CancellationToken cancellation, Func<ClusterSpec, ArmConnection, Task<ResourceOutcome>> action) =>
        GuardError(async () =>
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            return await action(spec, await connections.ForAsync(spec, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        });

    /// <summary>Not ours, or on its way out: neither takes a PUT now.</summary>
    private async Task<ResourceOutcome?> RefusalAsync(
        ResourceDefinition definition, ResourceRequest request, ClusterSpec spec, JsonObject existing, ArmConnection arm, CancellationToken cancellation)
    {
        var id = request.Step.ResourceId!;
        if (!await ownership.IsOursAsync(spec, id, existing, definition.HasTags, arm, request.OperationId, cancellation).ConfigureAwait(false))
        {
            return Failed(ResourceOwnership.NotOurs(id));
        }

        return ProvisioningStates.IsDeleting(existing) ? Busy(id) : null;
    }

    private async Task<ResourceContext> ContextAsync(ResourceRequest request, ClusterSpec spec, JsonObject? existing, CancellationToken cancellation)
    {
        var prior = existing is null ? PriorSpecs.None : await PriorSpecs.ReadAsync(clusters, spec, request.Generation, cancellation).ConfigureAwait(false);
        return new ResourceContext
        {
            Spec = spec,
            Step = request.Step,
            OperationId = request.OperationId,
            Facts = request.Facts ?? new Dictionary<string, string>(StringComparer.Ordinal),
            PriorSpecs = prior.All,
            SinceApplied = prior.SinceApplied,
            HasApplied = prior.HasApplied,
            Role = request.Role,
            Capacity = request.Capacity,
        };
    }

    private async Task<ResourceOutcome> PutAsync(
        ResourceDefinition definition, ResourceContext context, DesiredState desired, string? etag, ArmConnection arm, CancellationToken cancellation)
    {
        var id = context.Step.ResourceId!;
        var body = await definition.CompleteAsync(context, desired, cancellation).ConfigureAwait(false);

        // Before the PUT: a crash after it must not leave something in Azure that nobody knows to be ours.
        foreach (var created in definition.CreatesToo(context).Prepend(id))
        {
            await index.RecordAsync(context.Spec.Key, created, context.OperationId, cancellation).ConfigureAwait(false);
        }

        var put = await definition.SendAsync(context, desired, body, etag, arm, cancellation).ConfigureAwait(false);
        if (put.Error is not null)
        {
            return Failed(put.Error);
        }

        await RememberAsync(id, put, cancellation).ConfigureAwait(false);

        var detail = desired.IsNew ? "created" : "updated";
        return put is { Status: not 202, Resource: { } resource } && ProvisioningStates.Of(resource) == ResourceState.Ready
            ? Reached(definition, id, resource, detail)
            : InProgress(definition, put.RetryAfterSeconds, detail);
    }

    private async Task<ResourceOutcome> StartDeleteAsync(
        ResourceDefinition definition, ResourceRequest request, ClusterSpec spec, ArmConnection arm, string? etag, CancellationToken cancellation)
    {
        var id = request.Step.ResourceId!;
        if (await definition.KeepsAsync(spec, id, request.OperationId, arm, cancellation).ConfigureAwait(false) is { } reason)
        {
            return Failed(reason);
        }

        await index.RecordAsync(spec.Key, id, request.OperationId, cancellation).ConfigureAwait(false);
        var delete = await arm.DeleteAsync(id, request.OperationId, cancellation, definition.DeletesOneVersion ? etag ?? "*" : null).ConfigureAwait(false);
        if (delete.Error is not null && !delete.IsNotFound)
        {
            return Failed(delete.Error);
        }

        if (delete.Status == 202)
        {
            await RememberAsync(id, delete, cancellation).ConfigureAwait(false);
            return InProgress(definition, delete.RetryAfterSeconds, "deleted");
        }

        // Gone is what a read says, not what the call returned.
        var read = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
        return read.IsNotFound
            ? await AbsentAsync(request, spec, read.Error!, cancellation).ConfigureAwait(false) with { Detail = "deleted" }
            : InProgress(definition, delete.RetryAfterSeconds, "deleted");
    }

    private Task RememberAsync(string id, ArmResponse started, CancellationToken cancellation) =>
        started.Operation is { } operation ? index.SetOperationAsync(id, operation.ToString(), cancellation) : Task.CompletedTask;

    private async Task<ResourceOutcome> AbsentAsync(ResourceRequest request, ClusterSpec spec, OrchestratorError notFound, CancellationToken cancellation)
    {
        switch (request.Step.Verb)
        {
            case StepVerb.Delete:
                await index.RemoveAsync(spec.Key, request.Step.ResourceId!, cancellation).ConfigureAwait(false);
                break;
            case StepVerb.Observe:
                // Borrowed: nobody here will make it.
                return Failed(notFound);
        }

        return new ResourceOutcome { State = ResourceState.Absent };
    }
}
