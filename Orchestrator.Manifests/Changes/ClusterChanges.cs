using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Arm;
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
        if (spec.ManagedCluster is { } cluster)
        {
            return spec with { ManagedCluster = ScalePool(spec.Key, cluster, pool, replicas) };
        }

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
        if (spec.ManagedCluster is { } cluster)
        {
            return spec with { ManagedCluster = RestartPools(spec.Key, cluster, pool, controlPlane, at) };
        }

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
        ManagedCluster = after.ManagedCluster is { } managed && before.ManagedCluster?.Pools.Any(static p => p.RestartedAt is not null) == true
            ? managed with { Pools = [.. managed.Pools.Select(p => Later(p.RestartedAt, before.ManagedCluster.Pools.FirstOrDefault(b => b.Name == p.Name)?.RestartedAt) is { } since ? p with { RestartedAt = since } : p)] }
            : after.ManagedCluster,
    };

    /// <summary>The version of control plane and pools. Images that follow the version follow it; an image of one's own stays.</summary>
    public static ClusterSpec Upgrade(ClusterSpec spec, string version) => spec.ManagedCluster is { } cluster ? UpgradeManaged(spec, cluster, version) : spec with
    {
        ControlPlane = spec.ControlPlane with { Version = version, Machine = WithImage(spec.ControlPlane.Machine, spec.ControlPlane.Version, version) },
        MachinePools = [.. spec.MachinePools.Select(p => p with { Version = version, Machine = WithImage(p.Machine, p.Version, version) })],
    };

    /// <summary>Whether an AKS cluster runs or is stopped.</summary>
    /// <exception cref="OrchestratorException">InvalidValue: it is no AKS cluster.</exception>
    public static ClusterSpec Power(ClusterSpec spec, ManagedClusterPower power) => spec.ManagedCluster is { } cluster
        ? spec with { ManagedCluster = cluster with { Power = power } }
        : throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"Cluster {spec.Key} runs on machines of its own; only an AKS cluster is started and stopped.", "power", "Scale its pools instead."));

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

    private static ManagedClusterSpec RestartPools(ClusterKey key, ManagedClusterSpec cluster, string? name, bool controlPlane, DateTimeOffset at)
    {
        var pools = string.Join(", ", cluster.Pools.Select(static p => p.Name));
        if (controlPlane)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"Azure runs the control plane of {key}; only its pools are restarted.", "controlPlane", $"Name one of {pools}, or nothing for all of them."));
        }

        List<AgentPoolSpec> chosen = [.. cluster.Pools.Where(p => name is null || p.Name == name)];
        if (chosen.Count == 0)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"Cluster {key} has no pool '{name}'.", "pool", $"Name one of {pools}."));
        }

        if (chosen.Find(p => cluster.Pools.Any(other => other.Name == p.StandIn)) is { } clash)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
                $"While the pool '{clash.Name}' is replaced, another by the name '{clash.StandIn}' takes its pods; {key} has a pool of that name.", "pool", "Rename one of them."));
        }

        return cluster with { Pools = [.. cluster.Pools.Select(p => chosen.Contains(p) ? p with { RestartedAt = Later(p.RestartedAt, at) } : p)] };
    }

    private static ManagedClusterSpec ScalePool(ClusterKey key, ManagedClusterSpec cluster, string? name, int replicas)
    {
        if (cluster.Pools.FirstOrDefault(p => p.Name == name) is not { } pool)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
                name is null ? $"Azure runs the control plane of {key}; only its pools have a number of nodes." : $"Cluster {key} has no pool '{name}'.",
                "pool", $"Name one of {string.Join(", ", cluster.Pools.Select(static p => p.Name))}."));
        }

        if (pool.Properties.FlagAt("enableAutoScaling") == true)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
                $"The autoscaler chooses the number of nodes of the pool '{name}'.", "pool", "Change minCount and maxCount in its manifest."));
        }

        var properties = (JsonObject)pool.Properties.DeepClone();
        properties["count"] = replicas;
        return cluster with { Pools = [.. cluster.Pools.Select(p => p.Name == name ? p with { Properties = properties } : p)] };
    }

    private static ClusterSpec UpgradeManaged(ClusterSpec spec, ManagedClusterSpec cluster, string version) => spec with
    {
        ControlPlane = ControlPlaneSpec.ByAzure(cluster.Name, version),
        ManagedCluster = cluster with
        {
            Version = version,
            Pools = [.. cluster.Pools.Select(p => p.Version is null ? p : p with { Version = version })],
        },
    };

    private static MachineSpec WithImage(MachineSpec machine, string before, string after) =>
        machine.Image == DefaultImages.For(before) ? machine with { Image = DefaultImages.For(after) } : machine;
}
