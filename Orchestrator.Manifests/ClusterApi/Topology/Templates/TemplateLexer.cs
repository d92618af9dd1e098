using System.Text.RegularExpressions;

namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Takes a Go template apart: into texts and actions, and actions into tokens.</summary>
internal static partial class TemplateLexer
{
    /// <summary>Texts and actions in turn; an action is without its braces, and its dashes have trimmed the texts beside it.</summary>
    public static IEnumerable<(bool IsAction, string Content)> Split(string template)
    {
        var (at, trims) = (0, false);
        foreach (Match action in Action().Matches(template))
        {
            var text = template[at..action.Index];
            text = trims ? text.TrimStart() : text;
            yield return (false, action.Groups["left"].Success ? text.TrimEnd() : text);
            if (!action.Groups["comment"].Success)
            {
                yield return (true, action.Groups["inner"].Value.Trim());
            }

            (at, trims) = (action.Index + action.Length, action.Groups["right"].Success);
        }

        if (template.IndexOf("{{", at, StringComparison.Ordinal) >= 0)
        {
            throw new TemplateProblem("a '{{' has no '}}'");
        }

        yield return (false, trims ? template[at..].TrimStart() : template[at..]);
    }

    public static IReadOnlyList<TemplateToken> Tokens(string action)
    {
        var (tokens, at) = (new List<TemplateToken>(), 0);
        while (at < action.Length)
        {
            var match = Token().Match(action, at);
            if (!match.Success)
            {
                throw new TemplateProblem($"'{action[at..]}' cannot be read");
            }

            var joined = at > 0 && match.Groups["space"].Length == 0;
            at += match.Length;
            if (KindOf(match) is { } kind)
            {
                tokens.Add(new TemplateToken(kind, TextOf(match, kind), joined));
            }
        }

        return tokens;
    }

    private static TemplateTokenKind? KindOf(Match match) => Enum.GetValues<TemplateTokenKind>().Where(kind => match.Groups[kind.ToString()].Success).Select(static kind => (TemplateTokenKind?)kind).FirstOrDefault()
        ?? (match.Groups["Raw"].Success ? TemplateTokenKind.Text : null);

    private static string TextOf(Match match, TemplateTokenKind kind) => kind switch
    {
        TemplateTokenKind.Text when match.Groups["Raw"].Success => match.Groups["Raw"].Value[1..^1],
        TemplateTokenKind.Text => Escape().Replace(match.Groups["Text"].Value[1..^1], static escape => escape.Value[1] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", var other => other.ToString() }),
        TemplateTokenKind.Field => match.Groups["Field"].Value[1..],
        TemplateTokenKind.Variable => match.Groups["Variable"].Value[1..],
        _ => match.Groups[kind.ToString()].Value,
    };

    [GeneratedRegex(@"\{\{(?<left>-\s)?\s*(?:(?<comment>/\*.*?\*/)|(?<inner>(?:""(?:\\.|[^""\\])*""|`[^`]*`|(?!\}\}|\s-\}\}).)*))\s*?(?<right>\s-)?\}\}", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Action();

    [GeneratedRegex(
        @"\G(?<space>\s*)(?:(?<Field>\.[A-Za-z_][A-Za-z0-9_]*)|(?<Number>-?[0-9]+(\.[0-9]+)?)|(?<Dot>\.)|(?<Variable>\$[A-Za-z0-9_]*)|(?<Name>[A-Za-z_][A-Za-z0-9_]*)|(?<Text>""(\\.|[^""\\])*"")|(?<Raw>`[^`]*`)|(?<Symbol>:=|[=|(),])|\z)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex(@"\\.", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Escape();
}
