using System.Text.Json.Nodes;
using NuGet.Versioning;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Bootstrap.Kubeadm;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Activities.Nodes.Upgrades;

/// <summary>The ClusterConfiguration in the ConfigMap kubeadm-config: what every machine that joins goes by, whatever its own user data says.</summary>
internal static class StoredClusterConfiguration
{
    private const string Path = "api/v1/namespaces/kube-system/configmaps";
    private const string Name = "kubeadm-config";
    private const string Key = "ClusterConfiguration";

    /// <exception cref="OrchestratorException">ImpossibleVersion: it would go back, or skip a minor.</exception>
    public static async Task EnsureAsync(KubernetesClient client, ClusterSpec spec, CancellationToken cancellation)
    {
        var wanted = YamlText.Write(KubeadmDocuments.Cluster(spec));
        var stored = await client.FindAsync($"{Path}/{Name}", cancellation);
        if (stored is null)
        {
            (await client.PostAsync(Path, ConfigMap(wanted), cancellation)).Expect($"create {Name}");
            return;
        }

        var before = stored["data"]?[Key]?.ToString();
        CheckStep(VersionIn(before), KubernetesVersion.Parse(spec.ControlPlane.Version));
        if (before != wanted)
        {
            stored["data"] ??= new JsonObject();
            stored["data"]![Key] = wanted;
            (await client.PutAsync($"{Path}/{Name}", stored, cancellation)).Expect($"update {Name}");
        }
    }

    /// <summary>API servers tolerate no older kubelet than three minors, but a control plane moves by one.</summary>
    private static void CheckStep(SemanticVersion? before, SemanticVersion after)
    {
        if (before is not null && (after.Major != before.Major || after.Minor < before.Minor || after.Minor > before.Minor + 1))
        {
            throw new OrchestratorException(ErrorCatalog.ImpossibleVersion.With(
                $"A control plane of v{before} cannot become v{after}.", nameof(ControlPlaneSpec.Version), $"Go to v{before.Major}.{before.Minor + 1} first."));
        }
    }

    private static SemanticVersion? VersionIn(string? yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml ?? ""));
            return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] && root.Children.TryGetValue("kubernetesVersion", out var version)
                ? KubernetesVersion.TryParse(((YamlScalarNode)version).Value)
                : null;
        }
        catch (YamlException)
        {
            // Nobody can read it, kubeadm neither: what we write instead is an improvement.
            return null;
        }
    }

    private static JsonObject ConfigMap(string configuration) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = "kube-system" },
        ["data"] = new JsonObject { [Key] = configuration },
    };
}
