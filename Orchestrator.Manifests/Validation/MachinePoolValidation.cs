using System.Globalization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

internal static class MachinePoolValidation
{
    // A uniform scale set of a gallery or marketplace image.
    private const int MostReplicas = 1000;

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        for (var i = 0; i < spec.MachinePools.Count; i++)
        {
            var (pool, path) = (spec.MachinePools[i], $"machinePools[{i}]");
            report.Pattern($"{path}.name", "name", pool.Name, NamePatterns.MachineGroup(), "1 to 58 lower-case letters, digits and hyphens");
            if (spec.MachinePools.Take(i).Any(p => p.Name == pool.Name))
            {
                report.Invalid($"{path}.name", $"Two pools are named '{pool.Name}'.", "Rename one of them.");
            }

            report.Range($"{path}.replicas", "replicas", pool.Replicas, 0, MostReplicas);
            ZoneRules.Check($"{path}.failureDomains", pool.FailureDomains, report);
            CheckStrategy($"{path}.strategy", pool, report);
            CheckMode(path, pool, report);
            MachineValidation.Check($"{path}.machine", pool.Machine, spec.Network, SubnetRole.Node, report);
        }
    }

    private static void CheckStrategy(string path, MachinePoolSpec pool, SpecReport report)
    {
        const string wanted = "a number such as 1, or a percentage such as 25%";
        var (surge, unavailable) = (pool.Strategy.MaxSurge, pool.Strategy.MaxUnavailable);
        report.Pattern($"{path}.maxSurge", "maxSurge", surge, NamePatterns.CountOrPercentage(), wanted);
        report.Pattern($"{path}.maxUnavailable", "maxUnavailable", unavailable, NamePatterns.CountOrPercentage(), wanted);
        if (Unknown.IsIn(surge + unavailable) || Share(surge, pool.Replicas) is not { } more || Share(unavailable, pool.Replicas) is not { } fewer)
        {
            return;
        }

        if (unavailable.EndsWith('%') && fewer > pool.Replicas)
        {
            report.Invalid($"{path}.maxUnavailable", $"'maxUnavailable' is {unavailable}.", "Write 100% or less.");
        }

        if (pool.Replicas > 0 && Math.Ceiling(more) == 0 && Math.Floor(fewer) == 0)
        {
            report.Invalid(
                $"{path}.maxSurge", $"maxSurge {surge} and maxUnavailable {unavailable} of {pool.Replicas} replicas both come to 0: the pool could never roll.",
                "Make one of them at least 1.");
        }
    }

    private static void CheckMode(string path, MachinePoolSpec pool, SpecReport report)
    {
        report.Range($"{path}.platformFaultDomainCount", "platformFaultDomainCount", pool.PlatformFaultDomainCount, 1, 5);
        if (pool.OrchestrationMode != OrchestrationMode.Flexible)
        {
            return;
        }


        if (KubernetesVersions.Parse(pool.Version) is { } version && version.Minor < 26)
        {
            report.Invalid($"{path}.orchestrationMode", $"Flexible scale sets need Kubernetes v1.26.0; the pool has {pool.Version}.", "Write Uniform, or a newer version.");
        }

        if (pool is { FailureDomains.Count: > 0, PlatformFaultDomainCount: > 1 })
        {
            report.Invalid($"{path}.platformFaultDomainCount", "A flexible scale set over zones has one fault domain.", "Write 1, or remove the field.");
        }
    }

    private static decimal? Share(string text, int replicas)
    {
        if (!NamePatterns.CountOrPercentage().IsMatch(text))
        {
            return null;
        }

        var number = decimal.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture);
        return text.EndsWith('%') ? number * replicas / 100 : number;
    }
}
