namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>Power states as instance views name them.</summary>
internal static class PowerState
{
    public const string Running = "running";
    public const string Stopped = "stopped";
    public const string Deallocated = "deallocated";
}
