namespace Orchestrator.Contracts.Plans;

/// <summary>One field that differs: JSON path in the ARM body, what Azure has, what the spec wants.</summary>
public sealed record FieldChange(string Path, string? Before, string? After);
