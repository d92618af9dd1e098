using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The Kubernetes versions that AKS offers, the rules of moving between them, and the images of their nodes.</summary>
internal static class AksVersions
{
    /// <summary>How many minors a pool may be behind its control plane.</summary>
    public const int MaxSkew = 3;

    private const int DefaultMinor = 33;
    private static readonly int[] Minors = [29, 30, 31, 32, 33, 34, 35];
    private static readonly int[] Patches = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <summary>The version that a request means: nothing is the default, a minor its newest patch. Null when it is not offered.</summary>
    public static string? Resolve(string? asked)
    {
        if (string.IsNullOrEmpty(asked))
        {
            return $"1.{DefaultMinor}.{Patches[^1]}";
        }

        return asked.Split('.') switch
        {
            ["1", var minor] when int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Minors.Contains(number) => $"1.{number}.{Patches[^1]}",
            ["1", var minor, var patch] when int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && int.TryParse(patch, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && Minors.Contains(number) && Patches.Contains(last) => asked,
            _ => null,
        };
    }

    public static int MinorOf(string version) => Version.Parse(version).Minor;

    public static bool IsNewer(string version, string than) => Version.Parse(version) > Version.Parse(than);

    /// <summary>Later patches of the same minor, and all of the next: no minor is skipped.</summary>
    public static IEnumerable<string> UpgradesOf(string version) =>
        from minor in Minors
        where minor == MinorOf(version) || minor == MinorOf(version) + 1
        from patch in Patches
        let candidate = $"1.{minor}.{patch}"
        where IsNewer(candidate, version)
        select candidate;

    /// <summary>The answer of <c>kubernetesVersions</c>.</summary>
    public static JsonObject List() => new()
    {
        ["values"] = new JsonArray([.. Minors.Select(static minor => new JsonObject
        {
            ["version"] = $"1.{minor}",
            ["isDefault"] = minor == DefaultMinor,
            ["capabilities"] = new JsonObject { ["supportPlan"] = new JsonArray("KubernetesOfficial") },
            ["patchVersions"] = new JsonObject(Patches.Select(patch => KeyValuePair.Create<string, JsonNode?>($"1.{minor}.{patch}", new JsonObject { ["upgrades"] = Array(UpgradesOf($"1.{minor}.{patch}")) }))),
        })]),
    };

    /// <summary>The versions that a pool or control plane can move to, as upgrade profiles show them.</summary>
    public static JsonArray Profile(IEnumerable<string> versions) => [.. versions.Select(static version => new JsonObject { ["kubernetesVersion"] = version })];

    /// <summary>What a pool of a cluster may run.</summary>
    public static JsonArray ForPools(string clusterVersion) =>
    [
        .. from minor in Minors
           where minor <= MinorOf(clusterVersion) && minor >= MinorOf(clusterVersion) - MaxSkew
           from patch in Patches
           let version = $"1.{minor}.{patch}"
           where !IsNewer(version, clusterVersion)
           select new JsonObject { ["kubernetesVersion"] = version, ["default"] = version.Equals(clusterVersion, StringComparison.Ordinal) },
    ];

    private static JsonArray Array(IEnumerable<string> versions) => [.. versions.Select(static version => (JsonNode)version)];
}
