using System.Collections.Frozen;
using System.Globalization;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>The general-purpose, memory and compute sizes that clusters use.</summary>
public static class VirtualMachineSizes
{
    private static readonly int[] Usual = [2, 4, 8, 16, 32, 48, 64, 96];

    /// <summary>All sizes by name in any casing.</summary>
    public static FrozenDictionary<string, VirtualMachineSize> All { get; } =
        Build().ToFrozenDictionary(static size => size.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<VirtualMachineSize> Build() =>
    [
        .. Series("Standard_D{0}s_v3", "standardDSv3Family", 4, [2, 4, 8, 16, 32, 48, 64]),
        .. Series("Standard_D{0}_v3", "standardDv3Family", 4, [2, 4, 8, 16, 32, 48, 64], premium: false),
        .. Series("Standard_D{0}s_v4", "standardDSv4Family", 4, [2, 4, 8, 16, 32, 48, 64]),
        .. Series("Standard_D{0}ds_v4", "standardDDSv4Family", 4, [2, 4, 8, 16, 32, 48, 64]),
        .. Series("Standard_D{0}as_v4", "standardDASv4Family", 4, Usual),
        .. Series("Standard_D{0}s_v5", "standardDSv5Family", 4, Usual),
        .. Series("Standard_D{0}ds_v5", "standardDDSv5Family", 4, Usual),
        .. Series("Standard_D{0}as_v5", "standardDASv5Family", 4, Usual),
        .. Series("Standard_D{0}ads_v5", "standardDADSv5Family", 4, Usual),
        .. Series("Standard_D{0}ps_v5", "standardDPSv5Family", 4, [2, 4, 8, 16, 32, 48, 64], architecture: "Arm64"),
        .. Series("Standard_D{0}pds_v5", "standardDPDSv5Family", 4, [2, 4, 8, 16, 32, 48, 64], architecture: "Arm64"),
        .. Series("Standard_D{0}s_v6", "standardDsv6Family", 4, Usual),
        .. Series("Standard_D{0}ds_v6", "standardDdsv6Family", 4, Usual),
        .. Series("Standard_E{0}s_v3", "standardESv3Family", 8, [2, 4, 8, 16, 20, 32, 48, 64]),
        .. Series("Standard_E{0}s_v5", "standardESv5Family", 8, Usual),
        .. Series("Standard_E{0}as_v5", "standardEASv5Family", 8, Usual),
        .. Series("Standard_E{0}ps_v5", "standardEPSv5Family", 8, [2, 4, 8, 16, 20, 32], architecture: "Arm64"),
        .. Series("Standard_F{0}s_v2", "standardFSv2Family", 2, [2, 4, 8, 16, 32, 48, 64, 72]),
        .. Series("Standard_A{0}_v2", "standardAv2Family", 2, [1, 2, 4, 8], premium: false),
        .. Series("Standard_A{0}m_v2", "standardAv2Family", 8, [2, 4, 8], premium: false),
        .. Numbered("Standard_D{0}_v2", "standardDv2Family", premium: false),
        .. Numbered("Standard_DS{0}_v2", "standardDSv2Family", premium: true),
        new("Standard_B1s", "standardBSFamily", 1, 1, 2, true, "x64"),
        new("Standard_B1ms", "standardBSFamily", 1, 2, 2, true, "x64"),
        new("Standard_B2s", "standardBSFamily", 2, 4, 4, true, "x64"),
        new("Standard_B2ms", "standardBSFamily", 2, 8, 4, true, "x64"),
        new("Standard_B4ms", "standardBSFamily", 4, 16, 8, true, "x64"),
        new("Standard_B8ms", "standardBSFamily", 8, 32, 16, true, "x64"),
    ];

    private static IEnumerable<VirtualMachineSize> Series(string format, string family, int gibPerCpu, int[] cpus, bool premium = true, string architecture = "x64") =>
        cpus.Select(count => new VirtualMachineSize(string.Format(CultureInfo.InvariantCulture, format, count), family, count, count * gibPerCpu, Math.Min(2 * count, 32), premium, architecture));

    private static IEnumerable<VirtualMachineSize> Numbered(string format, string family, bool premium) =>
        Enumerable.Range(1, 5).Select(number => new VirtualMachineSize(string.Format(CultureInfo.InvariantCulture, format, number), family, 1 << (number - 1), 3.5 * (1 << (number - 1)), Math.Min(4 << (number - 1), 64), premium, "x64"));
}
