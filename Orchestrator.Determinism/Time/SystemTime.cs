namespace Orchestrator.Determinism.Time;

/// <summary>The machine's clock. Only composition roots (the CLI, Program.cs) and benchmarks name it; all else takes a <see cref="TimeProvider"/>.</summary>
public static class SystemTime
{
    public static TimeProvider Provider => TimeProvider.System;
}
