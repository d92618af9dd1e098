using System.Text.Json.Serialization;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.Plans;

/// <summary>A step of the plan with all that a reader wants to know of it.</summary>
public sealed record PlanNode
{
    public required GraphStep Step { get; init; }

    /// <summary>ARM type, such as <c>Microsoft.Network/virtualNetworks</c>; null for machine groups.</summary>
    public string? ResourceType { get; init; }

    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>What a reader should know besides, such as why a resource of ours stays when its cluster is deleted; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Deletion of a resource group that was made for the cluster: what lies in it and is not the cluster's; of an AKS cluster: what Azure leaves of it elsewhere. Null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeptResource>? Foreign { get; init; }

    /// <summary>Machines of a group and what happens to each.</summary>
    public IReadOnlyList<MachineChange> Machines { get; init; } = [];
}
