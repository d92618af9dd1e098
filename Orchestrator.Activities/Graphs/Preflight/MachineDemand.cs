using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>What a control plane or pool asks of Azure beyond what it has.</summary>
/// <param name="Path">Where the machines stand in the spec, for people: <c>control plane</c> or <c>pool name</c>.</param>
/// <param name="Machine">The machines wanted.</param>
/// <param name="Zones">Zones that the spec names; none leaves them open.</param>
/// <param name="Replicas">How many shall be there.</param>
/// <param name="Existing">How many are there.</param>
/// <param name="ExistingSize">Their size; null when there are none.</param>
/// <param name="Surge">How many more may stand beside them while they roll; 0 when they do not.</param>
/// <param name="MakesMachines">The plan creates or replaces any.</param>
internal sealed record MachineDemand(
    string Path, MachineSpec Machine, IReadOnlyList<string> Zones, int Replicas, int Existing, string? ExistingSize, int Surge, bool MakesMachines);
