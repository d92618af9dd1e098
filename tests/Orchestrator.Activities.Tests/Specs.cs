using System.Runtime.CompilerServices;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests;

namespace Orchestrator.Activities.Tests;

/// <summary>Specs from manifests, as the product gets them.</summary>
internal static class Specs
{
    public const string Subscription = "00000000-0000-0000-0000-000000000000";
    public const string Location = "westeurope";

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["CLUSTER_NAME"] = "c1",
        ["CLUSTER_IDENTITY_NAME"] = "cluster-identity",
        ["AZURE_LOCATION"] = Location,
        ["AZURE_SUBSCRIPTION_ID"] = Subscription,
        ["AZURE_TENANT_ID"] = "00000000-0000-0000-0000-000000000001",
        ["AZURE_CLIENT_ID_USER_ASSIGNED_IDENTITY"] = "00000000-0000-0000-0000-000000000002",
        ["AZURE_CONTROL_PLANE_MACHINE_TYPE"] = "Standard_D2s_v3",
        ["AZURE_NODE_MACHINE_TYPE"] = "Standard_D2s_v3",
        ["KUBERNETES_VERSION"] = "v1.30.2",
        ["AZURE_SSH_PUBLIC_KEY"] = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC3 test",
    };

    /// <summary>The sample that the demo applies.</summary>
    public static ClusterSpec Sample(params (string Name, string Value)[] variables)
    {
        var file = Path.Combine(ProjectRoot(), "samples", "cluster.yaml");
        return Read(File.ReadAllText(file), variables);
    }

    /// <summary>A manifest of any kind with the variables of CAPZ's templates.</summary>
    public static ManifestResult TryRead(string manifest) => ManifestReader.Read(new ManifestInput { Files = [new ManifestFile("test.yaml", manifest)], Variables = Variables });

    public static ClusterSpec Read(string manifest, params (string Name, string Value)[] variables)
    {
        var values = new Dictionary<string, string>(Variables, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            values[name] = value;
        }

        var result = ManifestReader.Read(new ManifestInput { Files = [new ManifestFile("test.yaml", manifest)], Variables = values });
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.Clusters);
    }

    public static string ProjectRoot() => Root();

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
