namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>What an operator makes of the rows before it; unions read further tables.</summary>
/// <param name="rows">The rows before it.</param>
/// <param name="read">The rows of a table that meet a query's conditions.</param>
internal delegate IEnumerable<GraphRow> GraphStep(IEnumerable<GraphRow> rows, Func<GraphQuery, IEnumerable<GraphRow>> read);
