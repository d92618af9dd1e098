using System.Globalization;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Drift;

/// <summary>
/// Whether what a report tells is repaired now. Each repair of the same thing waits twice as long as the one before, and after
/// <see cref="DriftOptions.MaximumRepairs"/> it is left to people: somebody fights over it. Pure.
/// </summary>
public sealed record RepairDecision(DriftReport Report, DriftRepairs Repairs, bool Starts)
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);

    /// <summary>What stayed repaired for so long is no fight.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    public static RepairDecision Of(DriftReport report, DriftSpec? spec, DriftRepairs repairs, DateTimeOffset now, int maximum)
    {
        var records = Remembered(report, repairs, now);
        var findings = report.Findings.Select(finding => Judge(finding, records.GetValueOrDefault(finding.Identity), maximum)).ToList();
        var told = report with { Findings = findings };
        var possible = findings.Where(static f => f.Repair != DriftRepair.None && f.Problem is null).ToList();
        var mendable = possible.Where(static f => f.RepairFrom is null).ToList();
        var due = mendable.Where(f => DueAt(records.GetValueOrDefault(f.Identity), now) <= now).ToList();
        var kept = new DriftRepairs { Generation = report.Generation, Records = records };
        if (report.Error is not null || possible.Count == 0 || findings.Exists(IsInTheWay) || spec is null or { Policy: DriftPolicy.Report })
        {
            return new RepairDecision(told, kept, Starts: false);
        }

        if (due.Count == 0)
        {
            return new RepairDecision(told with { NextRepairAt = possible.Min(f => Later(DueAt(records.GetValueOrDefault(f.Identity), now), f.RepairFrom ?? now)) }, kept, Starts: false);
        }

        return spec.MayRepair(now) ? new RepairDecision(told, Counted(kept, mendable, now), Starts: true) : new RepairDecision(told, kept, Starts: false);
    }

    /// <summary>An apply changes nothing at all while something cannot be changed.</summary>
    private static bool IsInTheWay(DriftFinding finding) => finding is { Kind: not DriftKind.Node, Repair: DriftRepair.None };

    private static Dictionary<string, RepairRecord> Remembered(DriftReport report, DriftRepairs repairs, DateTimeOffset now)
    {
        var found = report.Findings.Select(static f => f.Identity).ToHashSet(StringComparer.Ordinal);
        return repairs.Generation != report.Generation
            ? new(StringComparer.Ordinal)
            : repairs.Records.Where(r => found.Contains(r.Key) || now - r.Value.LastAt < Memory).ToDictionary(static r => r.Key, static r => r.Value, StringComparer.Ordinal);
    }

    private static DriftFinding Judge(DriftFinding finding, RepairRecord? record, int maximum)
    {
        if (record is null)
        {
            return finding;
        }

        var told = finding with { Repairs = record.Count };
        return record.Count < maximum || finding.Problem is not null ? told : told with { Problem = Fight(told) };
    }

    private static string Fight(DriftFinding finding)
    {
        var who = finding.ChangedBy is { } writer
            ? string.Create(CultureInfo.InvariantCulture, $"last by {writer.Who} at {writer.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
            : "by whom is not known";
        return $"Repaired {finding.Repairs} times and changed again, {who}. It is repaired no more until one of them yields: change the spec, or stop the other and reset the count.";
    }

    /// <summary>All of it is repaired by the one operation, also what would have waited.</summary>
    private static DriftRepairs Counted(DriftRepairs repairs, IEnumerable<DriftFinding> findings, DateTimeOffset now)
    {
        var records = new Dictionary<string, RepairRecord>(repairs.Records, StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            records[finding.Identity] = new RepairRecord((records.GetValueOrDefault(finding.Identity)?.Count ?? 0) + 1, now);
        }

        return repairs with { Records = records };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset DueAt(RepairRecord? record, DateTimeOffset now) => record is null ? now : record.LastAt + (First * Math.Pow(2, Math.Min(record.Count - 1, 10)));
}
