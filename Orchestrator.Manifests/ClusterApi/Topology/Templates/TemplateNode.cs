namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>A part of a template.</summary>
internal abstract record TemplateNode
{
    public sealed record Text(string Value) : TemplateNode;

    /// <summary>Prints, unless it sets a variable.</summary>
    public sealed record Output(TemplatePipeline Pipeline) : TemplateNode;

    /// <param name="MovesDot">It is a <c>with</c>: inside, the dot is what the condition came to.</param>
    public sealed record Condition(TemplatePipeline Pipeline, bool MovesDot, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

    /// <param name="Key">The variable that holds the index or key; null: none.</param>
    /// <param name="Item">The variable that holds the item; null: none.</param>
    public sealed record Range(TemplatePipeline Pipeline, string? Key, string? Item, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) : TemplateNode;
}
