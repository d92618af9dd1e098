using System.Globalization;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Drift;

/// <summary>What a comparison means as findings: one for each field. Pure.</summary>
internal static class DriftFindings
{
    private const string Card = "$.networkInterface.";
    private const string Extension = "$.resources['";
    private const string ItemEnd = "']";

    public static IReadOnlyList<DriftFinding> Of(ClusterSpec spec, IEnumerable<PlanDraft> drafts) =>
    [
        .. drafts.SelectMany(draft => OfDraft(spec, draft).Select(finding => draft.Error is { } error ? finding with { Repair = DriftRepair.None, Problem = $"{error.Message} {error.Action}" } : finding))
            .DistinctBy(static f => f.Identity, StringComparer.Ordinal)
            .OrderBy(static f => f.Resource, StringComparer.OrdinalIgnoreCase).ThenBy(static f => f.Field, StringComparer.Ordinal),
    ];

    private static IEnumerable<DriftFinding> OfDraft(ClusterSpec spec, PlanDraft draft) => draft.Node switch
    {
        { Step.Kind: StepKinds.ControlPlane or StepKinds.MachinePool } group => OfGroup(spec, group, draft),
        { Step.Kind: StepKinds.Node } => [],
        { Step.Action: PlanAction.Create } node => [Whole(DriftKind.Missing, node.Step.ResourceId!, "present", found: null, DriftRepair.Create)],
        { Step.Action: PlanAction.Delete } node => [Whole(DriftKind.Surplus, node.Step.ResourceId!, wanted: null, "present", DriftRepair.Delete)],
        { Step.Action: PlanAction.Replace } node => node.Changes.Select(change => Field(node.Step.ResourceId!, change, DriftRepair.Replace)),
        { Step.Action: PlanAction.Update } node when draft.Error is not null && node.Changes.Count == 0 => [Foreign(node.Step.ResourceId!)],
        { Step.Action: PlanAction.Update } node => node.Changes.Select(change => Field(node.Step.ResourceId!, change, DriftRepair.Update)),
        _ => [],
    };

    private static IEnumerable<DriftFinding> OfGroup(ClusterSpec spec, PlanNode group, PlanDraft draft)
    {
        var isPool = group.Step.Kind == StepKinds.MachinePool;
        var id = isPool ? ClusterResourceIds.VirtualMachineScaleSet(spec, group.Step.Name) : ClusterResourceIds.ResourceGroup(spec);
        if (draft.Error is not null)
        {
            return [Foreign(id)];
        }

        var there = group.Machines.Count(static m => m.Action is PlanAction.Keep or PlanAction.Replace);
        if (isPool && group.Step.Action == PlanAction.Create)
        {
            return [Whole(DriftKind.Missing, id, "present", found: null, DriftRepair.Create)];
        }

        return
        [
            .. group.Changes.Select(change => Field(id, change, change.Path == ScaleSetUpdate.CapacityPath ? Scaling(change) : DriftRepair.Update)),
            .. group.Changes.Any(static c => c.Path == ScaleSetUpdate.CapacityPath) ? [] : OfCount(group, id, there),
            .. group.Machines.Where(static m => m.Action == PlanAction.Replace).SelectMany(m => OfMachine(spec, isPool ? id : null, m)),
        ];
    }

    private static DriftRepair Scaling(FieldChange capacity) =>
        int.Parse(capacity.Before!, CultureInfo.InvariantCulture) < int.Parse(capacity.After!, CultureInfo.InvariantCulture) ? DriftRepair.Create : DriftRepair.Delete;

    private static IEnumerable<DriftFinding> OfCount(PlanNode group, string id, int there)
    {
        var surplus = group.Machines.Count(static m => m.Action == PlanAction.Delete);
        var wanted = there - surplus + group.Machines.Count(static m => m.Action == PlanAction.Create);
        return wanted == there
            ? []
            : [Field(id, new FieldChange($"machines of {group.Step.Name}", Text(there), Text(wanted)), wanted > there ? DriftRepair.Create : DriftRepair.Delete) with
            {
                Kind = wanted > there ? DriftKind.Missing : DriftKind.Surplus,
            }];
    }

    /// <summary>What of a machine is a resource of its own is told there, and what its node says with the nodes.</summary>
    private static IEnumerable<DriftFinding> OfMachine(ClusterSpec spec, string? scaleSet, MachineChange machine) => machine.Reasons.Where(static r => !NodeFields.IsPath(r.Path)).Select(change =>
    {
        if (scaleSet is not null)
        {
            return Field(scaleSet, change with { Path = $"machine {machine.Name}: {change.Path}" }, DriftRepair.Roll);
        }

        if (change.Path.StartsWith(Card, StringComparison.Ordinal))
        {
            return Field(ClusterResourceIds.NetworkInterface(spec, machine.Name), change with { Path = $"$.{change.Path[Card.Length..]}" }, DriftRepair.Roll);
        }

        if (change.Path.StartsWith(Extension, StringComparison.Ordinal) && change.Path.IndexOf(ItemEnd, StringComparison.Ordinal) is > 0 and var end)
        {
            var id = ClusterResourceIds.VirtualMachineExtension(spec, machine.Name, change.Path[Extension.Length..end]);
            var rest = change.Path[(end + ItemEnd.Length)..];
            return (rest.Length > 0, change.After) switch
            {
                (true, _) => Field(id, change with { Path = $"${rest}" }, DriftRepair.Roll),
                (_, null) => Whole(DriftKind.Surplus, id, wanted: null, "present", DriftRepair.Roll),
                _ => Whole(DriftKind.Missing, id, "present", found: null, DriftRepair.Roll),
            };
        }

        return Field(ClusterResourceIds.VirtualMachine(spec, machine.Name), change, DriftRepair.Roll);
    });

    private static DriftFinding Field(string id, FieldChange change, DriftRepair repair) => new()
    {
        Kind = DriftKind.Field,
        Resource = id,
        ResourceType = ResourceId.TypeOf(id),
        Name = ResourceId.NameOf(id),
        Field = change.Path,
        Wanted = change.After,
        Found = change.Before,
        Repair = repair,
    };

    /// <summary>Something of that name that is not ours stands where ours should.</summary>
    private static DriftFinding Foreign(string id) => Whole(DriftKind.Surplus, id, wanted: null, "somebody else's", DriftRepair.None);

    private static DriftFinding Whole(DriftKind kind, string id, string? wanted, string? found, DriftRepair repair) => new()
    {
        Kind = kind,
        Resource = id,
        ResourceType = ResourceId.TypeOf(id),
        Name = ResourceId.NameOf(id),
        Wanted = wanted,
        Found = found,
        Repair = repair,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
