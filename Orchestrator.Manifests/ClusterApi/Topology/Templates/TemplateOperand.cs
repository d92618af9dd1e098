namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>A value inside a command, with the fields that are read from it.</summary>
internal abstract record TemplateOperand(IReadOnlyList<string> Fields)
{
    public sealed record Dot(IReadOnlyList<string> Fields) : TemplateOperand(Fields);

    public sealed record Variable(string Name, IReadOnlyList<string> Fields) : TemplateOperand(Fields);

    public sealed record Nested(TemplatePipeline Pipeline, IReadOnlyList<string> Fields) : TemplateOperand(Fields);

    public sealed record Literal(object? Value) : TemplateOperand([]);

    public sealed record Function(string Name) : TemplateOperand([]);
}
