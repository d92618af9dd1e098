using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources;

/// <summary>
/// What a resource shall become. <c>Body</c> is whole: what we want merged into what is there; sending it when nothing differs changes nothing,
/// and repairs a resource that Azure left Failed.
/// </summary>
public sealed record DesiredState(JsonObject Body, IReadOnlyList<FieldChange> Changes, OrchestratorError? Error = null)
{
    /// <summary>The resource does not exist yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>Azure takes no such change: the resource is deleted and made anew.</summary>
    public bool IsReplacement { get; init; }

    public bool NeedsPut => IsNew || Changes.Count > 0;
}
