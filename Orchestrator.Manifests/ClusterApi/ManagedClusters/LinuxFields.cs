using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>Settings of a pool's Linux nodes. The ranges are Cluster API Provider Azure's; ARM spells some of the names in another casing.</summary>
internal static partial class LinuxFields
{
    private const string Config = "linuxOSConfig";
    private const string Sysctls = $"{Config}.sysctls";

    private static readonly (string Field, int Least, int Most)[] Ranges =
    [
        ("fsAioMaxNr", 65536, 6553500),
        ("fsFileMax", 8192, 12000500),
        ("fsInotifyMaxUserWatches", 781250, 2097152),
        ("fsNrOpen", 8192, 20000500),
        ("kernelThreadsMax", 20, 513785),
        ("netCoreNetdevMaxBacklog", 1000, 3240000),
        ("netCoreOptmemMax", 20480, 4194304),
        ("netCoreRmemDefault", 212992, 134217728),
        ("netCoreRmemMax", 212992, 134217728),
        ("netCoreSomaxconn", 4096, 3240000),
        ("netCoreWmemDefault", 212992, 134217728),
        ("netCoreWmemMax", 212992, 134217728),
        ("netIpv4NeighDefaultGcThresh1", 128, 80000),
        ("netIpv4NeighDefaultGcThresh2", 512, 90000),
        ("netIpv4NeighDefaultGcThresh3", 1024, 100000),
        ("netIpv4TCPFinTimeout", 5, 120),
        ("netIpv4TCPKeepaliveProbes", 1, 15),
        ("netIpv4TCPKeepaliveTime", 30, 432000),
        ("netIpv4TCPMaxSynBacklog", 128, 3240000),
        ("netIpv4TCPMaxTwBuckets", 8000, 1440000),
        ("netIpv4TCPkeepaliveIntvl", 1, 75),
        ("netNetfilterNfConntrackBuckets", 65536, 147456),
        ("netNetfilterNfConntrackMax", 131072, 1048576),
        ("vmMaxMapCount", 65530, 262144),
        ("vmSwappiness", 0, 100),
        ("vmVfsCachePressure", 1, 500),
    ];

    public static void Read(ArmFields? linux, JsonObject properties)
    {
        if (linux is null)
        {
            return;
        }

        _ = linux.Number("swapFileSizeMB", $"{Config}.swapFileSizeMB", least: 1);
        _ = linux.Text("transparentHugePageDefrag", $"{Config}.transparentHugePageDefrag", "always", "defer", "defer+madvise", "madvise", "never");
        _ = linux.Text("transparentHugePageEnabled", $"{Config}.transparentHugePageEnabled", "always", "madvise", "never");
        if (linux.Inside("sysctls") is not { } sysctls)
        {
            return;
        }

        foreach (var (field, least, most) in Ranges)
        {
            _ = sysctls.Number(field, $"{Sysctls}.{NameOf(field)}", least, most);
        }

        _ = sysctls.Flag("netIpv4TCPTwReuse", $"{Sysctls}.{NameOf("netIpv4TCPTwReuse")}");
        if (sysctls.Text("netIpv4IPLocalPortRange", $"{Sysctls}.{NameOf("netIpv4IPLocalPortRange")}") is { } range && !Sources.Unknown.IsIn(range) && !IsPortRange(range))
        {
            sysctls.Reader.Invalid(
                "netIpv4IPLocalPortRange", $"'netIpv4IPLocalPortRange' cannot be \"{range}\".",
                "Write \"FIRST LAST\": the first from 1024 to 60999, the last from 32768 to 65000 and not below the first.");
        }
    }

    private static string NameOf(string field) => ArmSchema.AgentPoolProperties.Properties[Config].Schema.Properties["sysctls"].Schema.Properties[field].Name;

    private static bool IsPortRange(string text) =>
        PortRange().Match(text) is { Success: true } match
        && int.TryParse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture, out var first) && int.TryParse(match.Groups["last"].ValueSpan, CultureInfo.InvariantCulture, out var last)
        && first is >= 1024 and <= 60999 && last is >= 32768 and <= 65000 && first <= last;

    [GeneratedRegex(@"\A(?<first>[0-9]{1,5}) (?<last>[0-9]{1,5})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PortRange();
}
