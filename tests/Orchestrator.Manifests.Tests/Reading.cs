using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests.Tests;

/// <summary>Short ways to read a text in a test.</summary>
internal static class Reading
{
    public static readonly IReadOnlyDictionary<string, string> TemplateVariables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CLUSTER_NAME"] = "c1",
        ["CLUSTER_IDENTITY_NAME"] = "cluster-identity",
        ["AZURE_LOCATION"] = "westeurope",
        ["AZURE_SUBSCRIPTION_ID"] = "00000000-0000-0000-0000-000000000000",
        ["AZURE_TENANT_ID"] = "00000000-0000-0000-0000-000000000001",
        ["AZURE_CLIENT_ID_USER_ASSIGNED_IDENTITY"] = "00000000-0000-0000-0000-000000000002",
        ["KUBERNETES_VERSION"] = "v1.30.2",
        ["AZURE_CONTROL_PLANE_MACHINE_TYPE"] = "Standard_D2s_v3",
        ["AZURE_NODE_MACHINE_TYPE"] = "Standard_D4s_v3",
    };

    public static ManifestResult Read(string text, params (string Name, string Value)[] variables) =>
        ManifestReader.Read(new ManifestInput { Files = [new ManifestFile("cluster.yaml", text)], Variables = variables.ToDictionary(StringComparer.Ordinal) });

    public static ManifestResult ReadTemplate(string text, params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string>(TemplateVariables, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return ManifestReader.Read(new ManifestInput { Files = [new ManifestFile("template.yaml", text)], Variables = all });
    }

    public static ClusterSpec Cluster(ManifestResult result)
    {
        Assert.Empty(result.Diagnostics.Select(Show));
        return Assert.Single(result.Clusters);
    }

    public static string Show(Diagnostic d) =>
        $"{d.File}:{d.Line}:{d.Column} doc {d.Document} {d.Path} {(d.Severity == DiagnosticSeverity.Warning ? "warning " : string.Empty)}{d.Code}\n    {d.Message}\n    → {d.Action}";
}
