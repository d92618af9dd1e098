namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>A table, the conditions that its rows must meet first, and the steps that those go through which do.</summary>
internal sealed record GraphQuery(string Table, IReadOnlyList<GraphFilter> Conditions, IReadOnlyList<GraphStep> Steps)
{
    public bool Wants(GraphRow row) => Conditions.All(condition => condition.Test(row));

    /// <summary>The only resource groups whose rows can meet the conditions; null: any.</summary>
    public IReadOnlyCollection<string>? Groups => Conditions.Select(static condition => condition.Groups).FirstOrDefault(static groups => groups is not null);

    /// <param name="read">The rows of a table that meet a query's conditions.</param>
    public IEnumerable<GraphRow> Run(Func<GraphQuery, IEnumerable<GraphRow>> read) => Steps.Aggregate(read(this), (rows, step) => step(rows, read));
}
