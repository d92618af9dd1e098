using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <param name="Taints">Null where the document has none, so that kubeadm's default for the role holds.</param>
internal sealed partial record NodeRegistration(string Name, JsonArray? Taints, IReadOnlyDictionary<string, string> KubeletExtraArgs)
{
    public bool HasExternalCloudProvider => KubeletExtraArgs.TryGetValue("cloud-provider", out var provider) && provider == "external";

    public static NodeRegistration From(JsonObject? document, string apiVersion, string computerName)
    {
        var name = document?["name"]?.ToString() is { Length: > 0 } given ? given.ToLowerInvariant() : computerName.ToLowerInvariant();
        if (!Subdomain().IsMatch(name))
        {
            throw new BootFailure($"kubeadm: nodeRegistration.name: Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'");
        }

        return new NodeRegistration(name, document?["taints"] as JsonArray,
            KubeadmDocuments.ExtraArgs(document?["kubeletExtraArgs"], apiVersion, "nodeRegistration.kubeletExtraArgs"));
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
