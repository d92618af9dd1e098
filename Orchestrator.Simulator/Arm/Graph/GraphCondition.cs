namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>The conditions of <c>where</c>: comparisons joined by and, or, not and parentheses.</summary>
internal static class GraphCondition
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    public static GraphFilter Parse(GraphTokens tokens)
    {
        var left = And(tokens);
        while (tokens.TryTake("or"))
        {
            var (first, second) = (left, And(tokens));
            left = new GraphFilter(row => first.Test(row) || second.Test(row));
        }

        return left;
    }

    /// <summary>A column, or a path into one such as <c>properties.sku</c> or <c>tags['k']</c>.</summary>
    public static IReadOnlyList<string> Path(GraphTokens tokens)
    {
        var path = new List<string> { tokens.Take() };
        while (true)
        {
            if (tokens.TryTake("."))
            {
                path.Add(tokens.Take());
            }
            else if (tokens.TryTake("["))
            {
                path.Add(tokens.TakeLiteral());
                tokens.Expect("]");
            }
            else
            {
                return path;
            }
        }
    }

    private static GraphFilter And(GraphTokens tokens)
    {
        var left = Unary(tokens);
        while (tokens.TryTake("and"))
        {
            var (first, second) = (left, Unary(tokens));
            left = new GraphFilter(row => first.Test(row) && second.Test(row), first.Groups ?? second.Groups);
        }

        return left;
    }

    private static GraphFilter Unary(GraphTokens tokens)
    {
        if (tokens.TryTake("not"))
        {
            var inner = Unary(tokens);
            return new GraphFilter(row => !inner.Test(row));
        }

        if (tokens.TryTake("("))
        {
            var inner = Parse(tokens);
            tokens.Expect(")");
            return inner;
        }

        foreach (var isEmpty in new[] { true, false })
        {
            if (tokens.TryTake(isEmpty ? "isempty" : "isnotempty"))
            {
                tokens.Expect("(");
                var path = Path(tokens);
                tokens.Expect(")");
                return new GraphFilter(row => row.Text(path).Length == 0 == isEmpty);
            }
        }

        return Comparison(tokens);
    }

    private static GraphFilter Comparison(GraphTokens tokens)
    {
        var isGroup = string.Equals(tokens.Peek, "resourceGroup", AnyCase);
        var value = Operand(tokens);
        var sign = tokens.Take().ToLowerInvariant();
        if (sign is "in" or "in~" or "!in" or "!in~")
        {
            var list = List(tokens).ToHashSet(sign.EndsWith('~') ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            return new GraphFilter(row => list.Contains(value(row)) != sign.StartsWith('!'), isGroup && !sign.StartsWith('!') ? list : null);
        }

        var literal = tokens.Peek is ['\'' or '"', .. var text, _] ? text : null;
        var other = Operand(tokens);
        return new GraphFilter(Test(sign, value, other), isGroup && sign is "==" or "=~" && literal is not null ? [literal] : null);
    }

    private static Func<GraphRow, bool> Test(string sign, Func<GraphRow, string> value, Func<GraphRow, string> other) =>
        sign switch
        {
            "==" => row => string.Equals(value(row), other(row), StringComparison.Ordinal),
            "!=" => row => !string.Equals(value(row), other(row), StringComparison.Ordinal),
            "=~" => row => string.Equals(value(row), other(row), AnyCase),
            "!~" => row => !string.Equals(value(row), other(row), AnyCase),
            "contains" or "has" => row => value(row).Contains(other(row), AnyCase),
            "startswith" => row => value(row).StartsWith(other(row), AnyCase),
            "endswith" => row => value(row).EndsWith(other(row), AnyCase),
            _ => throw ResourceGraph.Invalid($"The comparison '{sign}' is not supported."),
        };

    private static Func<GraphRow, string> Operand(GraphTokens tokens)
    {
        if (tokens.Peek is ['\'' or '"', ..])
        {
            var literal = tokens.TakeLiteral();
            return _ => literal;
        }

        foreach (var function in new[] { "tolower", "toupper", "tostring" })
        {
            if (tokens.TryTake(function))
            {
                tokens.Expect("(");
                var inner = Operand(tokens);
                tokens.Expect(")");
                return function switch
                {
                    "tolower" => row => inner(row).ToLowerInvariant(),
                    "toupper" => row => inner(row).ToUpperInvariant(),
                    _ => inner,
                };
            }
        }

        var path = Path(tokens);
        return row => row.Text(path);
    }

    private static List<string> List(GraphTokens tokens)
    {
        var values = new List<string>();
        tokens.Expect("(");
        do
        {
            values.Add(tokens.TakeLiteral());
        }
        while (tokens.TryTake(","));
        tokens.Expect(")");
        return values;
    }
}
