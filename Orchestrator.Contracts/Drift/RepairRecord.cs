namespace Orchestrator.Contracts.Drift;

/// <summary>How often one thing was repaired, and when last.</summary>
public sealed record RepairRecord(int Count, DateTimeOffset LastAt);
