namespace Orchestrator.Manifests.Variables;

/// <summary>What a text asks of its environment.</summary>
public static class ManifestVariables
{
    /// <summary>Names of all variables that the text refers to, defaults included, each once, in the order of the text.</summary>
    public static IReadOnlyList<string> ReferencedIn(string text) => [.. Names(TemplateParser.Parse(text)).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Names(IEnumerable<TemplatePart> parts) =>
        parts.OfType<TemplatePart.Expression>().SelectMany(static e => Names(e.Word).Prepend(e.Name));
}
