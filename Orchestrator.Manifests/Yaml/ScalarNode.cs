using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Yaml;

internal sealed class ScalarNode(int offset, string value, ScalarKind kind) : ManifestNode(offset, 1)
{
    public string Value { get; } = value;

    public ScalarKind Kind { get; } = kind;

    /// <summary>Holds a variable without a value: no judgement about it is possible.</summary>
    public bool IsUnknown { get; } = Unknown.IsIn(value);

    public override string Describe() => Kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Boolean => $"the boolean {Value}",
        ScalarKind.Integer or ScalarKind.Float => $"the number {Value}",
        _ => $"the string \"{Shorten(Value)}\"",
    };

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings("\\n");
        return line.Length <= 60 ? line : line[..57] + "...";
    }
}
