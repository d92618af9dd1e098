using System.Text.Json.Nodes;

namespace Orchestrator.Manifests.Drafts;

/// <summary>An extension of an AKS cluster, with its ARM body.</summary>
internal sealed record ExtensionDraft(string Name, JsonObject Body)
{
    /// <summary>Where the fields of an extension stand among the origins.</summary>
    public static string PathOf(int index) => $"extensions[{index}]";
}
