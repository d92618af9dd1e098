namespace Orchestrator.Manifests.Variables;

/// <summary>A piece of a text with variables.</summary>
internal abstract record TemplatePart(int Offset)
{
    /// <summary><c>Verbatim</c>: stands in the output as in the source, character for character.</summary>
    internal sealed record Literal(int Offset, string Text, bool Verbatim) : TemplatePart(Offset);

    /// <summary><c>${Name Operator Word}</c>; the operator is empty for a plain <c>${Name}</c>.</summary>
    internal sealed record Expression(int Offset, string Name, string Operator, IReadOnlyList<TemplatePart> Word) : TemplatePart(Offset);

    /// <summary>Starts like an expression but is none.</summary>
    internal sealed record Malformed(int Offset, string Text) : TemplatePart(Offset);
}
