using YamlDotNet.RepresentationModel;

namespace Orchestrator.Activities.Nodes;

/// <summary>The proxy through which a kubeconfig's clusters are reached.</summary>
internal static class KubeconfigProxy
{
    /// <returns>The kubeconfig as it is when there is no proxy.</returns>
    public static string Add(string kubeconfig, string? proxy)
    {
        if (proxy is null)
        {
            return kubeconfig;
        }

        var yaml = new YamlStream();
        yaml.Load(new StringReader(kubeconfig));
        foreach (var entry in ((YamlSequenceNode)yaml.Documents[0].RootNode["clusters"]).Children)
        {
            ((YamlMappingNode)entry["cluster"]).Add("proxy-url", proxy);
        }

        using var text = new StringWriter();
        yaml.Save(text, assignAnchors: false);
        return text.ToString();
    }
}
