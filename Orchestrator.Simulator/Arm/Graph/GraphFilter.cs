namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>A condition of <c>where</c>.</summary>
/// <param name="Groups">The only resource groups whose rows can meet it; null: any. So that not all rows have to be looked at.</param>
internal sealed record GraphFilter(Func<GraphRow, bool> Test, IReadOnlyCollection<string>? Groups = null);
