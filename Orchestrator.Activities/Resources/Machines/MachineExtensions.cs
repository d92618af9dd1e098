using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>
/// The VM extensions of a machine, alike for a VM of its own and for a scale set's model. Each carries a mark in its force-update tag: a digest of
/// all that it says, protected settings too, which no read returns. So a change is seen, and extensions that policies add are told from ours.
/// </summary>
internal static partial class MachineExtensions
{
    public const string Bootstrapping = "CAPZ.Linux.Bootstrapping";

    private const string BootstrappingPublisher = "Microsoft.Azure.ContainerUpstream";
    private const string Mark = "orchestrator-";
    private const int MarkDigits = 16;

    /// <summary>cloud-init's last command writes the file; five minutes are what CAPZ gives it.</summary>
    private const string AwaitBootstrap =
        "sh -c 'n=0; until test -e /run/cluster-api/bootstrap-success.complete; do n=$((n+1)); test $n -lt 60 || exit 1; sleep 5; done'";

    /// <summary>Names and properties of the extensions, without protected settings.</summary>
    public static IReadOnlyList<JsonObject> Render(ClusterSpec spec, MachineSpec machine) =>
    [
        .. machine.Extensions.Select(static e => Extension(
            e.Name, e.Publisher, e.Version, new JsonObject(e.Settings.Select(static s => KeyValuePair.Create<string, JsonNode?>(s.Key, s.Value))), e.ProtectedSettingsHash)),
        .. HasBootstrapping(spec, machine) ? new[] { Extension(Bootstrapping, BootstrappingPublisher, IsArm(machine.VmSize) ? "1.1" : "1.0", [], AwaitBootstrap) } : [],
    ];

    public static IReadOnlyList<string> Names(ClusterSpec spec, MachineSpec machine) => [.. Render(spec, machine).Select(static e => (string)e["name"]!)];

    /// <summary>The protected settings of one extension; null when it has none.</summary>
    public static async Task<JsonObject?> ProtectedSettingsAsync(MachineSpec machine, string name, Func<string, Task<string>> readSecret)
    {
        if (name == Bootstrapping)
        {
            return new JsonObject { ["commandToExecute"] = AwaitBootstrap };
        }

        return machine.Extensions.FirstOrDefault(e => e.Name == name)?.ProtectedSettingsHash is { } hash
            ? (JsonObject)JsonNode.Parse(await readSecret(VmExtensionSpec.SecretName(hash)).ConfigureAwait(false))!
            : null;
    }

    /// <summary>In what the extensions that a machine has differ from those it shall have; others than ours do not count.</summary>
    public static IEnumerable<FieldChange> Differences(IReadOnlyList<JsonObject> wanted, IEnumerable<JsonObject> present, string path)
    {
        var have = present.ToList();
        var names = wanted.Select(static e => (string)e["name"]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var changes = wanted.Count == 0
            ? []
            : BodyMerge.Compare(
                new JsonObject { ["list"] = Json.Objects(have.Select(static e => (JsonObject)e.DeepClone())) },
                new JsonObject { ["list"] = Json.Objects(wanted.Select(static e => (JsonObject)e.DeepClone())) }).Changes;
        return changes.Select(c => c with { Path = path + c.Path["$.list".Length..] })
            .Concat(have.Where(e => IsOurs(e) && !names.Contains(NameOf(e))).Select(e => new FieldChange($"{path}['{NameOf(e)}']", NameOf(e), null)));
    }

    /// <summary>We made it: it carries our mark.</summary>
    public static bool IsOurs(JsonObject extension) => ((string?)extension["properties"]?["forceUpdateTag"])?.StartsWith(Mark, StringComparison.Ordinal) == true;

    private static bool HasBootstrapping(ClusterSpec spec, MachineSpec machine) => machine.BootstrapExtension && spec.Environment == "AzurePublicCloud";

    private static string NameOf(JsonObject extension) => (string?)extension["name"] ?? "";

    private static JsonObject Extension(string name, string publisher, string version, JsonObject settings, string? hidden)
    {
        var properties = new JsonObject { ["publisher"] = publisher, ["type"] = name, ["typeHandlerVersion"] = version, ["autoUpgradeMinorVersion"] = true };
        if (settings.Count > 0)
        {
            properties["settings"] = settings;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(properties.ToJsonString() + hidden)));
        properties["forceUpdateTag"] = Mark + digest[..MarkDigits];
        return new JsonObject { ["name"] = name, ["properties"] = properties };
    }

    /// <summary>Azure's naming convention for sizes: a p among the letters behind the number is an Arm processor.</summary>
    private static bool IsArm(string size) => ArmSize().IsMatch(size);

    [GeneratedRegex(@"\AStandard_[A-Z]+\d+(-\d+)?[a-z]*p[a-z]*_", RegexOptions.CultureInvariant)]
    private static partial Regex ArmSize();
}
