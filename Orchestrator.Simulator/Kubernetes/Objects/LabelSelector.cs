using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>Label selectors in both their forms: the query string of a list and the object inside specs.</summary>
internal sealed partial class LabelSelector
{
    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _terms = [];

    public static LabelSelector Everything { get; } = new();

    /// <exception cref="FormatException">The text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (Match match in Term().Matches(text ?? ""))
        {
            var (not, key, op, value, set) = (match.Groups["not"].Success, match.Groups["key"].Value, match.Groups["op"].Value, match.Groups["value"].Value, match.Groups["set"].Value);
            var values = op is "in" or "notin" ? set.Split(',', StringSplitOptions.TrimEntries) : [value];
            selector._terms.Add(op switch
            {
                "" => labels => labels.ContainsKey(key) != not,
                "=" or "==" or "in" => labels => labels.TryGetValue(key, out var actual) && values.Contains(actual),
                _ => labels => !labels.TryGetValue(key, out var actual) || !values.Contains(actual),
            });
        }

        if (!string.IsNullOrWhiteSpace(text) && !Whole().IsMatch(text))
        {
            throw new FormatException($"unable to parse requirement: {text}");
        }

        return selector;
    }

    /// <summary>A selector object; null selects nothing, an empty one everything.</summary>
    public static LabelSelector? From(JsonNode? node)
    {
        if (node is not JsonObject selector)
        {
            return null;
        }

        var result = new LabelSelector();
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? [])
        {
            var wanted = value?.ToString() ?? "";
            result._terms.Add(labels => labels.TryGetValue(key, out var actual) && actual == wanted);
        }

        foreach (var expression in (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var key = expression["key"]?.ToString() ?? "";
            var values = (expression["values"] as JsonArray ?? []).Select(static value => value?.ToString() ?? "").ToHashSet(StringComparer.Ordinal);
            result._terms.Add(expression["operator"]?.ToString() switch
            {
                "In" => labels => labels.TryGetValue(key, out var actual) && values.Contains(actual),
                "NotIn" => labels => !labels.TryGetValue(key, out var actual) || !values.Contains(actual),
                "Exists" => labels => labels.ContainsKey(key),
                "DoesNotExist" => labels => !labels.ContainsKey(key),
                _ => static _ => false,
            });
        }

        return result;
    }

    public bool Matches(JsonObject item) => _terms.Count == 0 || Matches(LabelsOf(item));

    private bool Matches(Dictionary<string, string> labels) => _terms.TrueForAll(term => term(labels));

    private static Dictionary<string, string> LabelsOf(JsonObject item) =>
        (item["metadata"]?["labels"] as JsonObject ?? []).ToDictionary(static label => label.Key, static label => label.Value?.ToString() ?? "", StringComparer.Ordinal);

    private const string One = @"\s*(?<not>!)?\s*(?<key>[A-Za-z0-9][-A-Za-z0-9_./]*)(?:\s*(?<op>==|=|!=)\s*(?<value>[-A-Za-z0-9_.]*)|\s+(?<op>in|notin)\s*\((?<set>[^)]*)\))?\s*";

    [GeneratedRegex(One + "(?:,|$)")]
    private static partial Regex Term();

    [GeneratedRegex(@"\A(?:" + One + "(?:,|$))+$")]
    private static partial Regex Whole();
}
