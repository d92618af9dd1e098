using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>Field selectors: paths into the object, equal or not equal.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string[] Path, string Value, bool IsEqual)> _terms = [];

    /// <exception cref="FormatException">The text is no selector.</exception>
    public static FieldSelector Parse(string? text)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = term.IndexOf('=');
            if (equals <= 0)
            {
                throw new FormatException($"invalid field selector: '{text}'; can't understand '{term}'");
            }

            var isEqual = term[equals - 1] != '!';
            selector._terms.Add((term[..(isEqual ? equals : equals - 1)].Split('.'), term[equals..].TrimStart('='), isEqual));
        }

        return selector;
    }

    public bool Matches(JsonObject item) => _terms.TrueForAll(term =>
    {
        JsonNode? node = item;
        foreach (var step in term.Path)
        {
            node = (node as JsonObject)?[step];
        }

        return ((node?.ToString() ?? "") == term.Value) == term.IsEqual;
    });
}
