namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>A table, the conditions that its rows must meet first, and the steps that those go through which do.</summary>
internal sealed record GraphQuery(string Table, IReadOnlyList<Func<GraphRow, bool>> Conditions, IReadOnlyList<Func<IEnumerable<GraphRow>, IEnumerable<GraphRow>>> Steps)
{
    public bool Wants(GraphRow row) => Conditions.All(condition => condition(row));

    public IEnumerable<GraphRow> Run(IEnumerable<GraphRow> rows) => Steps.Aggregate(rows, static (current, step) => step(current));
}
