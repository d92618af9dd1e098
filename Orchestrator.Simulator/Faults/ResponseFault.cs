namespace Orchestrator.Simulator.Faults;

/// <summary>A request is refused before anything happens.</summary>
public sealed record ResponseFault(int Status, string Code, string Message) : Fault
{
    /// <summary>Sent as whole seconds; null leaves the header out.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
