using System.Globalization;

namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Reads Go templates.</summary>
internal sealed class TemplateReader
{
    private const int MostNested = 50;
    private readonly Queue<(bool IsAction, string Content)> _parts;
    private int _depth;

    private TemplateReader(string template) => _parts = new Queue<(bool, string)>(TemplateLexer.Split(template));

    /// <exception cref="TemplateProblem">It is none that is understood.</exception>
    public static IReadOnlyList<TemplateNode> Read(string template)
    {
        var reader = new TemplateReader(template);
        var (nodes, end) = reader.ReadList();
        return end is null ? nodes : throw new TemplateProblem($"'{{{{{end}}}}}' belongs to nothing");
    }

    /// <summary>Nodes up to an <c>end</c> or <c>else</c>, and that.</summary>
    private (IReadOnlyList<TemplateNode> Nodes, string? End) ReadList()
    {
        var nodes = new List<TemplateNode>();
        while (_parts.TryDequeue(out var part))
        {
            if (!part.IsAction)
            {
                nodes.Add(new TemplateNode.Text(part.Content));
                continue;
            }

            var tokens = TemplateLexer.Tokens(part.Content);
            switch (tokens is [{ Kind: TemplateTokenKind.Name } first, ..] ? first.Text : "")
            {
                case "end" or "else":
                    return (nodes, part.Content);
                case "if" or "with":
                    nodes.Add(ReadCondition(tokens, part.Content));
                    break;
                case "range":
                    nodes.Add(ReadRange(tokens, part.Content));
                    break;
                case "define" or "template" or "block" or "break" or "continue":
                    throw new TemplateProblem($"'{tokens[0].Text}' is not supported");
                default:
                    nodes.Add(new TemplateNode.Output(ReadPipeline(part.Content, tokens)));
                    break;
            }
        }

        return (nodes, null);
    }

    private TemplateNode.Condition ReadCondition(IReadOnlyList<TemplateToken> tokens, string source)
    {
        var (pipeline, movesDot) = (ReadPipeline(source, [.. tokens.Skip(1)]), tokens[0].Text == "with");
        var (then, end) = ReadInner(source);
        return new TemplateNode.Condition(pipeline, movesDot, then, end == "end" ? [] : ReadElse(end, source));
    }

    private IReadOnlyList<TemplateNode> ReadElse(string end, string source)
    {
        // "else if" and "else with" are a whole of their own, which the same end ends.
        if (TemplateLexer.Tokens(end) is [_, { Kind: TemplateTokenKind.Name, Text: "if" or "with" }, ..] tokens)
        {
            return [ReadCondition([.. tokens.Skip(1)], end["else".Length..].Trim())];
        }

        var (nodes, last) = ReadInner(source);
        return last == "end" ? nodes : throw new TemplateProblem($"'{source}' has two 'else'");
    }

    private TemplateNode.Range ReadRange(IReadOnlyList<TemplateToken> tokens, string source)
    {
        var (key, item, rest) = tokens.Skip(1).ToList() switch
        {
            [{ Kind: TemplateTokenKind.Variable } k, var comma, { Kind: TemplateTokenKind.Variable } i, var set, .. var more] when comma.Is(",") && set.Is(":=") => (k.Text, i.Text, more),
            [{ Kind: TemplateTokenKind.Variable } i, var set, .. var more] when set.Is(":=") => (null, i.Text, more),
            var more => ((string?)null, (string?)null, more),
        };
        var pipeline = ReadPipeline(source, rest);
        var (body, end) = ReadInner(source);
        return new TemplateNode.Range(pipeline, key, item, body, end == "end" ? [] : ReadElse(end, source));
    }

    private (IReadOnlyList<TemplateNode> Nodes, string End) ReadInner(string source)
    {
        if (++_depth > MostNested)
        {
            throw new TemplateProblem($"'{source}' is nested too deep");
        }

        var (nodes, end) = ReadList();
        _depth--;
        return (nodes, end ?? throw new TemplateProblem($"'{source}' has no 'end'"));
    }

    private static TemplatePipeline ReadPipeline(string source, IReadOnlyList<TemplateToken> tokens)
    {
        var rest = new Queue<TemplateToken>(tokens);
        var pipeline = ReadPipeline(source, rest, depth: 0);
        return rest.Count == 0 ? pipeline : throw new TemplateProblem($"'{rest.Peek().Text}' in '{source}' is one too many");
    }

    private static TemplatePipeline ReadPipeline(string source, Queue<TemplateToken> tokens, int depth)
    {
        if (depth > MostNested)
        {
            throw new TemplateProblem($"'{source}' is nested too deep");
        }

        var (variable, declares) = ((string?)null, false);
        if (tokens.ToArray() is [{ Kind: TemplateTokenKind.Variable } name, var set, ..] && (set.Is(":=") || set.Is("=")))
        {
            (variable, declares) = (name.Text, set.Is(":="));
            _ = (tokens.Dequeue(), tokens.Dequeue());
        }

        var commands = new List<IReadOnlyList<TemplateOperand>> { ReadCommand(source, tokens, depth) };
        while (tokens.TryPeek(out var next) && next.Is("|"))
        {
            tokens.Dequeue();
            commands.Add(ReadCommand(source, tokens, depth));
        }

        return new TemplatePipeline(source, variable, declares, commands);
    }

    private static List<TemplateOperand> ReadCommand(string source, Queue<TemplateToken> tokens, int depth)
    {
        var operands = new List<TemplateOperand>();
        while (tokens.TryPeek(out var token) && !token.Is("|") && !token.Is(")"))
        {
            operands.Add(ReadOperand(source, tokens, depth));
        }

        return operands.Count > 0 ? operands : throw new TemplateProblem($"something is missing in '{source}'");
    }

    private static TemplateOperand ReadOperand(string source, Queue<TemplateToken> tokens, int depth)
    {
        var token = tokens.Dequeue();
        switch (token.Kind)
        {
            case TemplateTokenKind.Field:
                return new TemplateOperand.Dot([token.Text, .. ReadFields(tokens)]);
            case TemplateTokenKind.Dot:
                return new TemplateOperand.Dot([]);
            case TemplateTokenKind.Variable:
                return new TemplateOperand.Variable(token.Text, ReadFields(tokens));
            case TemplateTokenKind.Text:
                return new TemplateOperand.Literal(token.Text);
            case TemplateTokenKind.Number:
                return new TemplateOperand.Literal(long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (object)whole : double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TemplateTokenKind.Name:
                return token.Text switch { "true" => new TemplateOperand.Literal(true), "false" => new TemplateOperand.Literal(false), "nil" => new TemplateOperand.Literal(null), var name => new TemplateOperand.Function(name) };
        }

        if (!token.Is("("))
        {
            throw new TemplateProblem($"'{token.Text}' cannot stand there in '{source}'");
        }

        var pipeline = ReadPipeline(source, tokens, depth + 1);
        return tokens.TryDequeue(out var close) && close.Is(")")
            ? new TemplateOperand.Nested(pipeline, ReadFields(tokens))
            : throw new TemplateProblem($"a '(' in '{source}' has no ')'");
    }

    private static List<string> ReadFields(Queue<TemplateToken> tokens)
    {
        var fields = new List<string>();
        while (tokens.TryPeek(out var next) && next is { Kind: TemplateTokenKind.Field, IsJoined: true })
        {
            fields.Add(tokens.Dequeue().Text);
        }

        return fields;
    }
}
