using System.Text.RegularExpressions;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests.Variables;

namespace Orchestrator.Cli.Demo;

/// <summary>Values for the variables that users of Cluster API set in their environment, for the demo to run without any.</summary>
public static class DemoVariables
{
    public static IReadOnlyDictionary<string, string> Values { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["AZURE_CLIENT_ID"] = "22222222-2222-2222-2222-222222222222",
        ["AZURE_CLIENT_ID_USER_ASSIGNED_IDENTITY"] = "22222222-2222-2222-2222-222222222222",
        ["AZURE_CONTROL_PLANE_MACHINE_TYPE"] = "Standard_D2s_v3",
        ["AZURE_LOCATION"] = "westeurope",
        ["AZURE_NODE_MACHINE_TYPE"] = "Standard_D2s_v3",
        ["AZURE_SUBSCRIPTION_ID"] = "00000000-0000-0000-0000-000000000000",
        ["AZURE_TENANT_ID"] = "11111111-1111-1111-1111-111111111111",
        ["CLUSTER_IDENTITY_NAME"] = "demo-identity",
        ["CLUSTER_NAME"] = "demo",
        ["CONTROL_PLANE_MACHINE_COUNT"] = "1",
        ["KUBERNETES_VERSION"] = "v1.30.2",
        ["WORKER_MACHINE_COUNT"] = "2",
    };

    /// <summary>Those that the files need and <paramref name="set"/> lacks: referred to somewhere without a default of the file's own.</summary>
    public static IReadOnlyDictionary<string, string> Missing(IReadOnlyList<ManifestFile> files, IReadOnlyDictionary<string, string> set) =>
        Values.Where(value => !set.ContainsKey(value.Key) && files.Any(file => Needs(file.Content, value.Key)))
            .ToDictionary(static value => value.Key, static value => value.Value, StringComparer.Ordinal);

    private static bool Needs(string text, string name) =>
        ManifestVariables.ReferencedIn(text).Contains(name, StringComparer.Ordinal)
        && Regex.IsMatch(text, $@"\$\{{{Regex.Escape(name)}(?![A-Za-z0-9_]|:?[=-])", RegexOptions.None, TimeSpan.FromSeconds(1));
}
