namespace Orchestrator.Contracts.Plans;

/// <summary>The counts of a plan's last line; machines to roll count apart.</summary>
public sealed record PlanSummary(int Create, int Update, int Replace, int Delete, int Keep, int MachinesToRoll)
{
    public bool HasChanges => Create + Update + Replace + Delete + MachinesToRoll > 0;
}
