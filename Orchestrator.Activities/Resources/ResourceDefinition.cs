using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Resources;

/// <summary>
/// One ARM resource type: what it shall be (pure), which fields never change in place, and what others may learn of it.
/// Every type has these members and no other; the reconciler does the rest alike for all.
/// </summary>
public abstract class ResourceDefinition
{
    /// <summary>One of <see cref="Contracts.Plans.StepKinds"/>.</summary>
    public abstract string Kind { get; }

    public abstract string Type { get; }

    /// <summary>Children have no tags: whose they are follows from the index and from their parent.</summary>
    public virtual bool HasTags => true;

    /// <summary>A DELETE has to name the version that it deletes.</summary>
    public virtual bool DeletesOneVersion => false;

    /// <summary>The service keeps what a PUT leaves out, so what shall not be there has to be said.</summary>
    public virtual bool SaysNull => false;

    /// <summary>Seconds after which to look again when Azure does not say.</summary>
    public virtual int PollSeconds => 10;

    /// <summary>JSON paths, with all below them, that Azure keeps as they were created.</summary>
    public virtual IReadOnlyList<string> ImmutablePaths => ["$.location"];

    /// <summary>JSON paths, with all below them, that Azure keeps too, of a resource that holds nothing: it is deleted and made anew for them.</summary>
    public virtual IReadOnlyList<string> ReplacePaths => [];

    /// <summary>What the spec wants of the resource, as if it were not there.</summary>
    public abstract JsonObject Render(ResourceContext context);

    /// <summary>What the resource shall become, given what it is.</summary>
    public virtual DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var rendered = Render(context);
        if (existing is null)
        {
            return new DesiredState(BodyMerge.WithoutNulls(rendered), []) { IsNew = true };
        }

        RetireTags(context, existing, rendered);
        Adapt(context, rendered, existing);
        var desired = BodyMerge.Compare(existing, rendered);
        if (SaysNull)
        {
            BodyMerge.WriteNulls(desired.Body, rendered);
        }

        return Checked(context, desired);
    }

    /// <summary>Reads what the pure functions need beyond the spec.</summary>
    public virtual Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation) =>
        Task.FromResult(context);

    /// <summary>The body as it is sent: the place for what must be made at the last moment, such as a bootstrap token.</summary>
    public virtual Task<JsonObject> CompleteAsync(ResourceContext context, DesiredState desired, CancellationToken cancellation) =>
        Task.FromResult(desired.Body);

    /// <summary>Sends the body; the place for types that have other calls for some changes.</summary>
    public virtual Task<ArmResponse> SendAsync(ResourceContext context, DesiredState desired, JsonObject body, string? etag, ArmConnection arm, CancellationToken cancellation)
    {
        var (id, operation) = (context.Step.ResourceId!, context.OperationId);
        return desired.IsNew ? arm.CreateAsync(id, body, operation, cancellation, Headers(context)) : arm.PutAsync(id, body, etag, operation, cancellation, Headers(context));
    }

    /// <summary>Why somebody else's resource does not do for the cluster; null: it does.</summary>
    public virtual OrchestratorError? Unfit(ResourceContext context, JsonObject borrowed) => null;

    /// <summary>The last look before a DELETE is sent: why it must not be; null: nothing speaks against it.</summary>
    public virtual Task<OrchestratorError?> KeepsAsync(Contracts.Clusters.ClusterSpec spec, string id, string operationId, ArmConnection arm, CancellationToken cancellation) =>
        Task.FromResult<OrchestratorError?>(null);

    /// <summary>What a reader of an operation should know of the resource as it is; null: nothing.</summary>
    public virtual string? Remark(JsonObject resource) => null;

    /// <summary>Ids of further resources that a PUT creates, to be recorded as ours with it.</summary>
    public virtual IReadOnlyList<string> CreatesToo(ResourceContext context) => [];

    /// <summary>HTTP headers that go with a PUT.</summary>
    public virtual IReadOnlyDictionary<string, string>? Headers(ResourceContext context) => null;

    /// <summary>What exists under its name and is not ours is taken over as it is.</summary>
    public virtual bool Adopts(Contracts.Clusters.ClusterSpec spec) => false;

    /// <summary>What later steps need to know of the resource.</summary>
    public virtual IReadOnlyDictionary<string, string>? Facts(string id, JsonObject resource) => null;

    /// <summary>The place to keep a resource that was just read, is as it shall be and is not worked on.</summary>
    public virtual void Reached(string id, JsonObject resource)
    {
    }

    /// <summary>The place to leave out what an existing resource is not compared by.</summary>
    protected virtual void Adapt(ResourceContext context, JsonObject rendered, JsonObject existing)
    {
    }

    /// <summary>Without our own items a list has only those of others, and an empty one would take them away.</summary>
    protected static void LeaveToOthers(JsonObject rendered, string list)
    {
        if (rendered["properties"] is JsonObject properties && properties[list] is JsonArray { Count: 0 })
        {
            properties.Remove(list);
        }
    }

    /// <summary>A replacement, or an error, where the change cannot be made in place.</summary>
    protected DesiredState Checked(ResourceContext context, DesiredState desired)
    {
        if (desired.Changes.Any(c => ReplacePaths.Any(p => c.Path.StartsWith(p, StringComparison.Ordinal))))
        {
            return desired with { IsReplacement = true };
        }

        var change = desired.Changes.FirstOrDefault(c => ImmutablePaths.Any(p => c.Path.StartsWith(p, StringComparison.Ordinal)));
        return change is null
            ? desired
            : desired with
            {
                Error = ErrorCatalog.ImmutableInAzure.With(
                    $"{change.Path} of {context.Step.Key} is {change.Before ?? "not set"} and cannot become {change.After ?? "not set"}.", context.Step.ResourceId),
            };
    }

    /// <summary>Tags that an earlier spec set and this one does not were ours, so they go; all others are somebody else's.</summary>
    protected void RetireTags(ResourceContext context, JsonObject existing, JsonObject rendered)
    {
        if (rendered["tags"] is not JsonObject wanted || existing["tags"] is not JsonObject present)
        {
            return;
        }

        foreach (var tag in context.PriorSpecs.SelectMany(UserTags).Where(tag => present.ContainsKey(tag) && !wanted.ContainsKey(tag)).ToList())
        {
            wanted[tag] = null;
        }
    }

    /// <summary>Names of the tags that a spec gives to resources of this type.</summary>
    protected virtual IEnumerable<string> UserTags(Contracts.Clusters.ClusterSpec spec) => spec.AdditionalTags.Keys;
}
