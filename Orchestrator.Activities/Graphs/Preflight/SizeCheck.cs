using Orchestrator.Activities.Resources;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>Whether a size is offered where it is wanted, and can do what is asked of it. What Azure does not say is taken for possible.</summary>
internal static class SizeCheck
{
    private const int LeastCpus = 2;
    private const int LeastMemory = 2;

    /// <summary>One sentence for each thing that is missing.</summary>
    public static IEnumerable<string> Problems(MachineDemand demand, SkuFacts facts, string location)
    {
        var name = demand.Machine.VmSize;
        if (!facts.AreKnown)
        {
            yield break;
        }

        if (facts.Size(name) is not { } size)
        {
            yield return $"The size {name} of the {demand.Path} is not offered in {location}.";
            yield break;
        }

        if (size.Restriction is { } reason)
        {
            yield return $"The subscription may not use the size {name} of the {demand.Path} in {location} ({reason}).";
        }

        foreach (var zone in demand.Zones.Where(z => !size.Zones.Contains(z, StringComparer.Ordinal)))
        {
            var others = size.Zones.Count == 0 ? "it has no zones there" : $"it can be had in {string.Join(", ", size.Zones)}";
            yield return size.RestrictedZones.Contains(zone, StringComparer.Ordinal)
                ? $"The subscription may not use the size {name} of the {demand.Path} in zone {zone} of {location}; {others}."
                : $"The size {name} of the {demand.Path} is not offered in zone {zone} of {location}; {others}.";
        }

        foreach (var missing in Capabilities(demand, size))
        {
            yield return $"The size {name} of the {demand.Path} {missing}.";
        }
    }

    private static IEnumerable<string> Capabilities(MachineDemand demand, SizeFacts size)
    {
        var machine = demand.Machine;
        var security = machine.Security;
        (bool Wanted, bool Missing, string What)[] checks =
        [
            (true, size.VirtualCpus < LeastCpus, $"has {size.VirtualCpus} vCPU; Kubernetes needs {LeastCpus}"),
            (true, size.Number("MemoryGB") < LeastMemory, $"has {size.Number("MemoryGB")} GiB of memory; Kubernetes needs {LeastMemory}"),
            (machine.OsDisk.Ephemeral, size.Flag("EphemeralOSDiskSupported") == false, "cannot have an ephemeral OS disk"),
            (security?.EncryptionAtHost == true, size.Flag("EncryptionAtHostSupported") == false, "cannot encrypt at the host"),
            (security?.SecurityType == "TrustedLaunch", size.Flag("TrustedLaunchDisabled") == true, "has no trusted launch"),
            (security?.SecurityType == "ConfidentialVM", size.Capabilities.Count > 0 && !size.Capabilities.ContainsKey("ConfidentialComputingType"), "has no confidential computing"),
            (machine.AcceleratedNetworking == true, size.AcceleratedNetworking == false, "has no accelerated networking"),
            (true, size.Number("MaxDataDiskCount") < machine.DataDisks.Count, $"takes {size.Number("MaxDataDiskCount")} data disks; {machine.DataDisks.Count} are asked for"),
            (true, size.Number("MaxNetworkInterfaces") <= machine.SecondaryInterfaces.Count, $"takes {size.Number("MaxNetworkInterfaces")} network interfaces; {machine.SecondaryInterfaces.Count + 1} are asked for"),
            (WantsPremium(machine), size.Flag("PremiumIO") == false, "takes no premium disks"),
            (WantsUltra(machine), !UltraIn(demand, size), "takes no ultra disks in the zones asked for"),
        ];
        return checks.Where(static c => c.Wanted && c.Missing).Select(static c => c.What);
    }

    private static bool UltraIn(MachineDemand demand, SizeFacts size) =>
        size.Flag("UltraSSDAvailable") == true || (demand.Zones.Count == 0 ? size.UltraDiskZones.Count > 0 : demand.Zones.All(z => size.UltraDiskZones.Contains(z, StringComparer.Ordinal)));

    private static bool WantsUltra(Contracts.Clusters.MachineSpec machine) => machine.UltraSsd == true || machine.DataDisks.Any(static d => d.StorageAccountType == "UltraSSD_LRS");

    private static bool WantsPremium(Contracts.Clusters.MachineSpec machine) =>
        machine.DataDisks.Select(static d => d.StorageAccountType).Append(machine.OsDisk.StorageAccountType).Any(static t => t?.StartsWith("Premium_", StringComparison.Ordinal) == true);
}
