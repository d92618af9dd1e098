using System.Globalization;
using System.Text;

namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Carries a Go template out, as far as what is supported goes; the rest is said to be a problem, never guessed.</summary>
internal sealed class TemplateRun
{
    private const int MostSteps = 100_000;
    private const int MostText = 1 << 20;
    private readonly StringBuilder _output = new();
    private readonly object? _root;
    private readonly List<(string Name, object? Value)> _variables = [];
    private int _steps;

    private TemplateRun(object? root) => _root = root;

    /// <exception cref="TemplateProblem">It cannot be read or carried out.</exception>
    public static string Render(string template, object? root)
    {
        var run = new TemplateRun(root);
        run.Walk(TemplateReader.Read(template), root);
        return run._output.ToString();
    }

    private void Walk(IReadOnlyList<TemplateNode> nodes, object? dot)
    {
        var scope = _variables.Count;
        foreach (var node in nodes)
        {
            if (++_steps > MostSteps || _output.Length > MostText)
            {
                throw new TemplateProblem("it takes too long, or comes to too much text");
            }

            Walk(node, dot);
        }

        _variables.RemoveRange(scope, _variables.Count - scope);
    }

    private void Walk(TemplateNode node, object? dot)
    {
        switch (node)
        {
            case TemplateNode.Text text:
                _output.Append(text.Value);
                break;
            case TemplateNode.Output { Pipeline: var pipeline }:
                var value = Evaluate(pipeline, dot);
                if (pipeline.Variable is null)
                {
                    _output.Append(TemplateValues.Text(value, pipeline.Source));
                }

                break;
            case TemplateNode.Condition condition:
                var scope = _variables.Count;
                var result = Evaluate(condition.Pipeline, dot);
                var holds = TemplateValues.IsTrue(result);
                Walk(holds ? condition.Then : condition.Else, holds && condition.MovesDot ? result : dot);
                _variables.RemoveRange(scope, _variables.Count - scope);
                break;
            case TemplateNode.Range range:
                WalkRange(range, dot);
                break;
        }
    }

    private void WalkRange(TemplateNode.Range range, object? dot)
    {
        var items = Evaluate(range.Pipeline, dot) switch
        {
            null => [],
            List<object?> list => list.Select(static (item, i) => ((object?)(long)i, item)).ToList(),
            SortedDictionary<string, object?> map => map.Select(static m => ((object?)m.Key, m.Value)).ToList(),
            _ => throw new TemplateProblem($"'{range.Pipeline.Source}' goes over what is no list and no object"),
        };
        foreach (var (key, item) in items)
        {
            var scope = _variables.Count;
            _variables.AddRange(range.Key is null ? [] : [(range.Key, key)]);
            _variables.AddRange(range.Item is null ? [] : [(range.Item, item)]);
            Walk(range.Body, item);
            _variables.RemoveRange(scope, _variables.Count - scope);
        }

        if (items.Count == 0)
        {
            Walk(range.Else, dot);
        }
    }

    private object? Evaluate(TemplatePipeline pipeline, object? dot)
    {
        var (value, isPiped) = ((object?)null, false);
        foreach (var command in pipeline.Commands)
        {
            (value, isPiped) = (Evaluate(command, dot, value, isPiped, pipeline.Source), true);
        }

        if (pipeline.Variable is { } name)
        {
            Set(name, value, pipeline.Declares);
        }

        return value;
    }

    private void Set(string name, object? value, bool declares)
    {
        if (declares)
        {
            _variables.Add((name, value));
            return;
        }

        var at = _variables.FindLastIndex(variable => variable.Name == name);
        _variables[at >= 0 ? at : throw new TemplateProblem($"the variable ${name} is not declared")] = (name, value);
    }

    private object? Evaluate(IReadOnlyList<TemplateOperand> command, object? dot, object? piped, bool isPiped, string source)
    {
        if (command[0] is not TemplateOperand.Function function)
        {
            return command.Count == 1 && !isPiped ? Value(command[0], dot, source) : throw new TemplateProblem($"'{source}' gives arguments to what is no function");
        }

        var arguments = command.Skip(1).Select(operand => new Func<object?>(() => Value(operand, dot, source))).Concat(isPiped ? [() => piped] : []).ToList();
        return function.Name switch
        {
            // What decides is enough; the rest need not have a value.
            "and" => FirstOrLast(arguments, static value => !TemplateValues.IsTrue(value), function.Name),
            "or" => FirstOrLast(arguments, TemplateValues.IsTrue, function.Name),
            _ => TemplateFunctions.Call(function.Name, [.. arguments.Select(static argument => argument())]),
        };
    }

    private static object? FirstOrLast(List<Func<object?>> arguments, Func<object?, bool> decides, string function)
    {
        object? value = arguments.Count > 0 ? null : throw new TemplateProblem($"'{function}' takes arguments");
        foreach (var argument in arguments)
        {
            value = argument();
            if (decides(value))
            {
                break;
            }
        }

        return value;
    }

    private object? Value(TemplateOperand operand, object? dot, string source)
    {
        var value = operand switch
        {
            TemplateOperand.Literal literal => literal.Value,
            TemplateOperand.Function function => TemplateFunctions.Call(function.Name, []),
            TemplateOperand.Nested nested => Evaluate(nested.Pipeline, dot),
            TemplateOperand.Variable { Name: "" } => _root,
            TemplateOperand.Variable variable => _variables.FindLastIndex(v => v.Name == variable.Name) is >= 0 and var at ? _variables[at].Value : throw new TemplateProblem($"the variable ${variable.Name} is not declared"),
            _ => dot,
        };
        foreach (var field in operand.Fields)
        {
            value = value switch
            {
                SortedDictionary<string, object?> map => map.GetValueOrDefault(field),
                null => null,
                _ => throw new TemplateProblem(string.Create(CultureInfo.InvariantCulture, $"there is no field '{field}' in what is no object, in '{source}'")),
            };
        }

        return value;
    }
}
