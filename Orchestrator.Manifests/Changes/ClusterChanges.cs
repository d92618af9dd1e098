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

        CheckPool(spec, pool);
        return spec with { MachinePools = [.. spec.MachinePools.Select(p => p.Name == pool ? p with { Replicas = replicas } : p)] };
    }

    /// <summary>Has every machine replaced that was made before <paramref name="at"/>: of one pool, of the control plane, or with neither of all.</summary>
    /// <exception cref="OrchestratorException">InvalidValue: there is no such pool.</exception>
    public static ClusterSpec Restart(ClusterSpec spec, string? pool, bool controlPlane, DateTimeOffset at)
    {
        CheckPool(spec, pool);
        var all = pool is null && !controlPlane;
        return spec with
        {
            ControlPlane = all || controlPlane ? spec.ControlPlane with { RestartedAt = Later(spec.ControlPlane.RestartedAt, at) } : spec.ControlPlane,
            MachinePools = [.. spec.MachinePools.Select(p => all || p.Name == pool ? p with { RestartedAt = Later(p.RestartedAt, at) } : p)],
        };
    }

    /// <summary>A manifest does not know of restarts: what was asked for by name stays asked for.</summary>
    public static ClusterSpec KeepRestarts(ClusterSpec before, ClusterSpec after) => after with
    {
        ControlPlane = Later(after.ControlPlane.RestartedAt, before.ControlPlane.RestartedAt) is { } at ? after.ControlPlane with { RestartedAt = at } : after.ControlPlane,
        MachinePools =
        [
            .. after.MachinePools.Select(p => Later(p.RestartedAt, before.MachinePools.FirstOrDefault(b => b.Name == p.Name)?.RestartedAt) is { } since ? p with { RestartedAt = since } : p),
        ],
    };

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

    private static void CheckPool(ClusterSpec spec, string? pool)
    {
        if (pool is not null && !spec.MachinePools.Any(p => p.Name == pool))
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
                $"Cluster {spec.Key} has no pool '{pool}'.", "pool", $"Name one of {string.Join(", ", spec.MachinePools.Select(static p => p.Name))}."));
        }
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private static MachineSpec WithImage(MachineSpec machine, string before, string after) =>
        machine.Image == DefaultImages.For(before) ? machine with { Image = DefaultImages.For(after) } : machine;
}
