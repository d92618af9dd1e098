using System.Text;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Variables;

/// <summary>Substitutes variables as clusterctl does (envsubst's operators), in the text, before any YAML is read.</summary>
internal sealed class VariableExpander(SourceText source, IReadOnlyDictionary<string, string> variables)
{
    private readonly List<TextProblem> problems = [];

    /// <summary>What is wrong with the expressions; told apart from the text because only its documents give a problem its path.</summary>
    public IReadOnlyList<TextProblem> Problems => problems;

    public ExpandedText Expand()
    {
        var output = new ExpandedText(source);
        foreach (var part in TemplateParser.Parse(source.Text))
        {
            var verbatim = part is TemplatePart.Literal { Verbatim: true } or TemplatePart.Malformed;
            output.Append(Evaluate(part), part.Offset, verbatim);
        }

        return output;
    }

    private string Evaluate(IEnumerable<TemplatePart> parts) =>
        parts.Aggregate(new StringBuilder(), (text, part) => text.Append(Evaluate(part))).ToString();

    private string Evaluate(TemplatePart part) => part switch
    {
        TemplatePart.Literal literal => literal.Text,
        TemplatePart.Malformed malformed => Refuse(malformed),
        TemplatePart.Expression expression => Evaluate(expression),
        _ => throw new InvalidOperationException($"Unknown part {part}."),
    };

    private string Refuse(TemplatePart.Malformed part)
    {
        problems.Add(new TextProblem(
            ErrorCatalog.InvalidYaml, part.Offset, $"'{part.Text}' is not a variable expression.",
            "Write ${NAME} or ${NAME:=default}; write $${ for a plain ${."));
        // Only the two characters that opened it: what follows is read as text again.
        return "${";
    }

    private string Evaluate(TemplatePart.Expression e)
    {
        var isSet = variables.TryGetValue(e.Name, out var value);
        var isFilled = isSet && value!.Length > 0;
        return e.Operator switch
        {
            ":=" or ":-" => isFilled ? value! : Evaluate(e.Word),
            "=" or "-" => isSet ? value! : Evaluate(e.Word),
            ":+" => isFilled ? Evaluate(e.Word) : string.Empty,
            "+" => isSet ? Evaluate(e.Word) : string.Empty,
            ":?" => isFilled ? value! : Undefined(e, Evaluate(e.Word)),
            "?" => isSet ? value! : Undefined(e, Evaluate(e.Word)),
            _ => isSet ? Transform(value!, e) : Undefined(e, message: null),
        };
    }

    private string Undefined(TemplatePart.Expression e, string? message)
    {
        var why = string.IsNullOrWhiteSpace(message) ? "has no value and no default" : $"has no value: {message}";
        problems.Add(new TextProblem(
            ErrorCatalog.UndefinedVariable, e.Offset, $"The variable {e.Name} {why}.",
            $"Set it with --set {e.Name}=VALUE or in the environment, or write ${{{e.Name}:=default}}."));
        return Unknown.Variable(e.Name);
    }

    private string Transform(string value, TemplatePart.Expression e) => e.Operator switch
    {
        "" => value,
        "%" or "%%" => ShellPattern.TrimEnd(value, Evaluate(e.Word), longest: e.Operator.Length == 2),
        "#" or "##" => ShellPattern.TrimStart(value, Evaluate(e.Word), longest: e.Operator.Length == 2),
        "/" or "//" => Replace(value, Evaluate(e.Word), all: e.Operator.Length == 2),
        "^^" => value.ToUpperInvariant(),
        ",," => value.ToLowerInvariant(),
        "^" => value.Length == 0 ? value : char.ToUpperInvariant(value[0]) + value[1..],
        "," => value.Length == 0 ? value : char.ToLowerInvariant(value[0]) + value[1..],
        _ => throw new InvalidOperationException($"Unknown operator {e.Operator}."),
    };

    private static string Replace(string value, string word, bool all)
    {
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var (pattern, replacement) = slash < 0 ? (word, string.Empty) : (word[..slash], word[(slash + 1)..]);
        return ShellPattern.Replace(value, pattern, replacement, all);
    }
}
