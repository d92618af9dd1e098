using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Drift;

/// <summary>Reports as CloudEvents.</summary>
public static class DriftEvents
{
    public static DriftEvent Of(DriftReport report, string type) => new()
    {
        Id = $"{report.Cluster}@{report.CheckedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}",
        Type = type,
        Subject = report.Cluster.ToString(),
        Time = report.CheckedAt,
        Data = new DriftEventData
        {
            Cluster = report.Cluster,
            Summary = report.Summarize(),
            Findings = [.. report.Findings.Take(DriftEventData.MostFindings)],
            RepairOperationId = report.RepairOperationId,
        },
    };
}
