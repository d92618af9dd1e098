using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Defaults;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Validation;

namespace Orchestrator.Manifests.Changes;

/// <summary>Changes of a stored spec that people ask for by name instead of by manifest. Pure; the result is checked as a manifest's would be.</summary>
public static class ClusterChanges
{
    /// <param name="pool">Name of the machine pool; null is the control plane.</param>
    /// <exception cref="OrchestratorException">InvalidValue: there is no such pool.</exception>
    public static ClusterSpec Scale(ClusterSpec spec, string? pool, int replicas)
    {
        if (pool is null)
        {
            return spec with { ControlPlane = spec.ControlPlane with { Replicas = replicas } };
        }

        if (!spec.MachinePools.Any(p => p.Name == pool))
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
                $"Cluster {spec.Key} has no pool '{pool}'.", "pool", $"Name one of {string.Join(", ", spec.MachinePools.Select(static p => p.Name))}."));
        }

        return spec with { MachinePools = [.. spec.MachinePools.Select(p => p.Name == pool ? p with { Replicas = replicas } : p)] };
    }

    /// <summary>The version of control plane and pools. Images that follow the version follow it; an image of one's own stays.</summary>
    public static ClusterSpec Upgrade(ClusterSpec spec, string version) => spec with
    {
        ControlPlane = spec.ControlPlane with { Version = version, Machine = WithImage(spec.ControlPlane.Machine, spec.ControlPlane.Version, version) },
        MachinePools = [.. spec.MachinePools.Select(p => p with { Version = version, Machine = WithImage(p.Machine, p.Version, version) })],
    };

    /// <summary>Every reason why <paramref name="after"/> cannot follow <paramref name="before"/>; empty when it can.</summary>
    public static IReadOnlyList<Diagnostic> Check(ClusterSpec before, ClusterSpec after)
    {
        var sink = new DiagnosticSink();
        ClusterValidation.Check(after, new SpecReport(sink, new SpecOrigins()));
        return [.. sink.ToList([]), .. ClusterTransitions.Validate(before, after)];
    }

    private static MachineSpec WithImage(MachineSpec machine, string before, string after) =>
        machine.Image == DefaultImages.For(before) ? machine with { Image = DefaultImages.For(after) } : machine;
}
