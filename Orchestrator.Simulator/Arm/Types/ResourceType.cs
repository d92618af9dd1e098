using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>All that is particular about one resource type. The engine does the rest alike for every type.</summary>
internal abstract class ResourceType
{
    /// <summary>Such as <c>Microsoft.Network/virtualNetworks/subnets</c>.</summary>
    public abstract string Name { get; }

    public abstract ProviderStyle Provider { get; }

    /// <summary>Null for a type whose writes and deletes are done when they are answered.</summary>
    public virtual OperationLatency? Latency => null;

    /// <summary>Has a location and tags and shows in lists of resources; types below another one do not.</summary>
    public virtual bool IsTracked => ParentName is null;

    /// <summary>The type whose bodies the contract declares; several types may share one.</summary>
    public virtual string ContractType => Name;

    /// <summary>Of no region: its location is always <c>global</c>.</summary>
    public virtual bool IsGlobal => false;

    /// <summary>A PUT is answered with 202 and without a body, and what it creates is not to be seen until it is done.</summary>
    public virtual bool CreatesUnseen => false;

    /// <summary>May also be <c>global</c>.</summary>
    public virtual bool MayBeGlobal => IsGlobal;

    /// <summary>Belongs to the scope in front of it and goes with it: locks, assignments and the like.</summary>
    public virtual bool IsExtension => false;

    /// <summary>May be PUT by clients.</summary>
    public virtual bool IsWritable => true;

    /// <summary>A DELETE stops a write that is still running, rather than being refused because of it.</summary>
    public virtual bool DeletePreempts => false;

    /// <summary>PATCH changes more than tags and takes its time.</summary>
    public virtual bool PatchesModel => false;

    public virtual IReadOnlyList<InlineCollection> Inline => [];

    /// <summary>Paths that never change once set.</summary>
    public virtual IReadOnlyList<string> Immutable => [];

    /// <summary>As errors name the operation, such as <c>PutSubnetOperation</c>.</summary>
    public virtual string PutOperation => $"Put{Singular}Operation";

    public string? ParentName => Name.Count(static c => c == '/') > 1 ? Name[..Name.LastIndexOf('/')] : null;

    private string Singular
    {
        get
        {
            var plural = Name[(Name.LastIndexOf('/') + 1)..];
            var singular = plural.EndsWith("es", StringComparison.Ordinal) && plural.EndsWith("sses", StringComparison.Ordinal) ? plural[..^2] : plural[..^1];
            return char.ToUpperInvariant(singular[0]) + singular[1..];
        }
    }

    /// <summary>Operations under one lock exclude each other; by default each resource has its own.</summary>
    public virtual string Lock(string id) => id;

    /// <summary>What a PUT of <paramref name="body"/> asks for. By default PUT replaces the whole.</summary>
    public virtual JsonObject Desired(ArmResource? existing, JsonObject body) => body;

    /// <summary>Refuses what this type does not allow and fills in what the service fills in. Changes nothing but the write itself.</summary>
    public virtual void Accept(ResourceWrite write)
    {
    }

    /// <summary>The accepted write is about to be kept: the type may keep or change further resources.</summary>
    public virtual void Begin(ResourceWrite write)
    {
    }

    /// <summary>An operation elsewhere that stands in the way of one on this resource, besides those with the same lock.</summary>
    public virtual ArmOperation? Blocking(string id, OperationTable operations) => null;

    /// <summary>The operation's time has come. Null ends it well; a type whose operations take several steps says what comes next.</summary>
    public virtual OperationStep? Step(ArmResource resource, ArmOperation operation, ArmWorld world) => null;

    /// <summary>The write has succeeded. Returns the resource as it is from now on.</summary>
    public virtual ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world) => resource;

    /// <summary>The write has failed; what belongs to it besides the resource itself follows.</summary>
    public virtual void Fail(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
    }

    /// <summary>Refuses a delete while the resource is in use.</summary>
    public virtual void CheckDelete(ArmResource resource, ArmWorld world)
    {
    }

    /// <summary>What the end of a delete needs to know of its request; null for a delete that no client asked for.</summary>
    public virtual JsonObject DeleteArguments(ArmRequest? request) => [];

    /// <summary>The delete is accepted: what changes at once.</summary>
    public virtual void BeginDelete(ArmResource resource, ArmWorld world)
    {
    }

    /// <summary>The resource is gone; what goes with it follows.</summary>
    public virtual void Deleted(ArmResource resource, ArmWorld world)
    {
    }

    /// <summary>Adds what a GET shows beyond what was written, and takes away secrets.</summary>
    public virtual void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
    }

    /// <summary>The type's POST actions by name; null when it has none of that name.</summary>
    public virtual ResourceAction? Action(string name) => null;

    /// <summary>A POST that is done when it is answered: returns the answer, or null when the type has none of that name.</summary>
    public virtual JsonNode? Invoke(string action, ArmResource resource, JsonObject body, ArmRequest request, ArmWorld world) => null;

    /// <summary>A read below the resource that is no child, such as <c>instanceView</c>; null when there is none.</summary>
    public virtual JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) => null;

    /// <summary>The HTTP status of an accepted PUT.</summary>
    public virtual int WriteStatus(bool created) => created ? 201 : 200;

    /// <summary>How long a write takes; null ends it at once.</summary>
    public virtual TimeSpan? Duration(ResourceWrite write) =>
        Latency is { } latency ? write.World.Within(write.Existing is null ? latency.Create : latency.Update) : null;

    /// <summary>The state of the resource while a write is under way.</summary>
    public virtual string BusyState(ResourceWrite write) => write.Existing is null ? Provider.CreatingState : "Updating";

    /// <summary>The write ends when something outside has happened rather than after a time.</summary>
    public virtual bool IsOpen(ResourceWrite write) => false;

    public virtual TimeSpan? DeleteDuration(ArmResource resource, ArmWorld world) =>
        Latency is { } latency ? world.Within(latency.Delete) : null;
}
