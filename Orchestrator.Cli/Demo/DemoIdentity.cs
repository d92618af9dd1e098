using Orchestrator.Contracts.Messages;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Cli.Demo;

/// <summary>Adds the AzureClusterIdentity that a manifest refers to and does not hold: whoever tries the demo has none applied yet.</summary>
public static class DemoIdentity
{
    private const string FileName = "demo-identity.yaml";

    /// <summary>The identities to add, as one more file; null when none is missing. Names stay as they are written, variables included.</summary>
    public static ManifestFile? For(IReadOnlyList<ManifestFile> files)
    {
        var documents = files.SelectMany(static file => Documents(file.Content)).ToList();
        var present = documents.Where(static d => Text(d, "kind") == "AzureClusterIdentity").Select(static d => (Namespace(d), Text(d, "metadata", "name"))).ToHashSet();
        var missing = documents.Select(ReferenceOf).OfType<(string Namespace, string Name)>().Distinct().Where(reference => !present.Contains(reference)).ToList();
        return missing.Count == 0 ? null : new ManifestFile(FileName, string.Join("---\n", missing.Select(Document)));
    }

    private static (string Namespace, string Name)? ReferenceOf(YamlMappingNode document)
    {
        var field = Text(document, "kind") switch { "AzureCluster" => "identityRef", "KubernetesCluster" => "identity", _ => null };
        if (field is null || Text(document, "spec", field, "name") is not { } name || Text(document, "spec", field, "type") is not null)
        {
            return null;
        }

        return (Text(document, "spec", field, "namespace") ?? Namespace(document), name);
    }

    private static string Document((string Namespace, string Name) identity) =>
        $$"""
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureClusterIdentity
        metadata:
          name: {{identity.Name}}
          namespace: {{identity.Namespace}}
        spec:
          type: WorkloadIdentity
          allowedNamespaces: {}
          tenantID: {{DemoVariables.Values["AZURE_TENANT_ID"]}}
          clientID: {{DemoVariables.Values["AZURE_CLIENT_ID"]}}

        """;

    /// <summary>What cannot be parsed gives none: the server says what is wrong with it.</summary>
    private static IReadOnlyList<YamlMappingNode> Documents(string content)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(content));
            return [.. stream.Documents.Select(static document => document.RootNode).OfType<YamlMappingNode>()];
        }
        catch (YamlException)
        {
            return [];
        }
    }

    private static string Namespace(YamlMappingNode document) => Text(document, "metadata", "namespace") ?? "default";

    private static string? Text(YamlMappingNode document, params ReadOnlySpan<string> path)
    {
        YamlNode node = document;
        foreach (var name in path)
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(name, out var child))
            {
                return null;
            }

            node = child;
        }

        return (node as YamlScalarNode)?.Value;
    }
}
