using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>Reads <c>Table | where … | union (Table | …) | project … | order by … | take n | count</c>.</summary>
internal static class GraphQueryParser
{
    public static GraphQuery Parse(string text)
    {
        var tokens = new GraphTokens(text);
        return Query(tokens, isWhole: static tokens => tokens.IsEnd);
    }

    private static GraphQuery Query(GraphTokens tokens, Predicate<GraphTokens> isWhole)
    {
        var table = tokens.Take();
        var steps = new List<GraphStep>();
        var conditions = new List<GraphFilter>();
        while (!isWhole(tokens))
        {
            tokens.Expect("|");
            if (steps.Count == 0 && tokens.TryTake("where"))
            {
                conditions.Add(GraphCondition.Parse(tokens));
            }
            else
            {
                steps.Add(tokens.TryTake("union") ? Union(tokens) : Only(Step(tokens)));
            }
        }

        return new GraphQuery(table, conditions, steps);
    }

    private static GraphStep Only(Func<IEnumerable<GraphRow>, IEnumerable<GraphRow>> step) => (rows, _) => step(rows);

    private static GraphStep Union(GraphTokens tokens)
    {
        var other = tokens.TryTake("(") ? Query(tokens, static tokens => tokens.TryTake(")")) : new GraphQuery(tokens.Take(), [], []);
        return (rows, read) => rows.Concat(other.Run(read));
    }

    private static Func<IEnumerable<GraphRow>, IEnumerable<GraphRow>> Step(GraphTokens tokens)
    {
        var verb = tokens.Take().ToLowerInvariant();
        switch (verb)
        {
            case "where":
                var condition = GraphCondition.Parse(tokens);
                return rows => rows.Where(condition.Test);
            case "project":
                var columns = Columns(tokens);
                return rows => rows.Select(row => new GraphRow(new JsonObject(columns.Select(column => KeyValuePair.Create(column.Name, row.Value(column.Path)?.DeepClone())))));
            case "order" or "sort":
                return Order(tokens);
            case "take" or "limit":
                var count = int.TryParse(tokens.Take(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw ResourceGraph.Invalid($"'{verb}' needs a number.");
                return rows => rows.Take(count);
            case "count":
                return static rows => [new GraphRow(new JsonObject { ["Count"] = rows.Count() })];
            default:
                throw ResourceGraph.Invalid($"The operator '{verb}' is not supported.");
        }
    }

    private static List<(string Name, IReadOnlyList<string> Path)> Columns(GraphTokens tokens)
    {
        var columns = new List<(string, IReadOnlyList<string>)>();
        do
        {
            var path = GraphCondition.Path(tokens);
            columns.Add(path.Count == 1 && tokens.TryTake("=") ? (path[0], GraphCondition.Path(tokens)) : (string.Join('_', path), path));
        }
        while (tokens.TryTake(","));
        return columns;
    }

    private static Func<IEnumerable<GraphRow>, IEnumerable<GraphRow>> Order(GraphTokens tokens)
    {
        tokens.Expect("by");
        var path = GraphCondition.Path(tokens);

        // The language's default is descending.
        var isAscending = tokens.TryTake("asc");
        _ = isAscending || tokens.TryTake("desc");
        return rows => isAscending
            ? rows.OrderBy(row => row.Text(path), StringComparer.OrdinalIgnoreCase)
            : rows.OrderByDescending(row => row.Text(path), StringComparer.OrdinalIgnoreCase);
    }
}
