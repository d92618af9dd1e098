using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The Kubernetes versions that AKS offers, how long it supports them, and the rules of moving between them.</summary>
internal static class AksVersions
{
    /// <summary>How many minors a pool may be behind its control plane.</summary>
    public const int MaxSkew = 3;

    /// <summary>The newest minor that is no preview.</summary>
    public const int NewestMinor = 34;

    private const int PreviewMinor = 35;
    private const int OldestSupported = 30;
    private const int DefaultMinor = 33;
    private const string LongTermSupport = "AKSLongTermSupport";
    private static readonly int[] Minors = [29, 30, 31, 32, 33, 34, PreviewMinor];
    private static readonly int[] Patches = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <summary>The version that a request means: nothing is the default, a minor its newest patch. Null when the region does not offer it.</summary>
    public static string? Resolve(string? asked, string location, ArmWorld world)
    {
        if (string.IsNullOrEmpty(asked))
        {
            return LatestPatch(DefaultMinor, location, world);
        }

        return asked.Split('.') switch
        {
            ["1", var minor] when Number(minor) is { } number && Minors.Contains(number) => LatestPatch(number, location, world),
            ["1", var minor, var patch] when Number(minor) is { } number && Number(patch) is { } last && Minors.Contains(number) && Patches.Contains(last) && world.Releases.IsOffered(location, asked) => asked,
            _ => null,
        };
    }

    /// <summary>The newest patch of a minor in a region; null when there is none.</summary>
    public static string? LatestPatch(int minor, string location, ArmWorld world) => Offered(location, world).LastOrDefault(version => MinorOf(version) == minor);

    public static int MinorOf(string version) => Version.Parse(version).Minor;

    public static bool IsNewer(string version, string than) => Version.Parse(version) > Version.Parse(than);

    /// <summary>Clusters without long-term support cannot be made with it or moved to it any more.</summary>
    public static bool IsLongTermOnly(string version) => MinorOf(version) < OldestSupported;

    public static bool HasLongTermSupport(JsonObject cluster) => cluster.Text("properties.supportPlan").Same(LongTermSupport) && cluster.Text("sku.tier").Same("Premium");

    /// <summary>Later patches of the same minor, and all of the next: no minor is skipped.</summary>
    public static IEnumerable<string> UpgradesOf(string version, string location, ArmWorld world) =>
        Offered(location, world).Where(candidate => MinorOf(candidate) <= MinorOf(version) + 1 && IsNewer(candidate, version));

    /// <summary>The answer of <c>kubernetesVersions</c>.</summary>
    public static JsonObject List(string location, ArmWorld world) => new()
    {
        ["values"] = new JsonArray([.. Offered(location, world).GroupBy(MinorOf).Select(minor => new JsonObject
        {
            ["version"] = $"1.{minor.Key}",
            ["isDefault"] = minor.Key == DefaultMinor,
            ["isPreview"] = minor.Key == PreviewMinor,
            ["capabilities"] = new JsonObject { ["supportPlan"] = minor.Key < OldestSupported ? new JsonArray(LongTermSupport) : new JsonArray("KubernetesOfficial", LongTermSupport) },
            ["patchVersions"] = new JsonObject(minor.Select(patch => KeyValuePair.Create<string, JsonNode?>(patch, new JsonObject { ["upgrades"] = new JsonArray([.. UpgradesOf(patch, location, world).Select(static version => (JsonNode)version)]) }))),
        })]),
    };

    /// <summary>The versions that a pool or control plane can move to, as upgrade profiles show them.</summary>
    public static JsonArray Profile(IEnumerable<string> versions) => [.. versions.Select(static version => new JsonObject { ["kubernetesVersion"] = version, ["isPreview"] = MinorOf(version) == PreviewMinor })];

    /// <summary>What a pool of a cluster may run.</summary>
    public static JsonArray ForPools(string clusterVersion, string location, ArmWorld world) =>
    [
        .. Offered(location, world)
            .Where(version => MinorOf(version) >= MinorOf(clusterVersion) - MaxSkew && !IsNewer(version, clusterVersion))
            .Select(version => new JsonObject { ["kubernetesVersion"] = version, ["default"] = version.Equals(clusterVersion, StringComparison.Ordinal), ["isPreview"] = MinorOf(version) == PreviewMinor }),
    ];

    private static IEnumerable<string> Offered(string location, ArmWorld world) =>
        from minor in Minors
        from patch in Patches
        let version = $"1.{minor}.{patch}"
        where world.Releases.IsOffered(location, version)
        select version;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
