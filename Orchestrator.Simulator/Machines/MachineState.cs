using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Simulator.Machines;

/// <summary>All that is known of a machine; immutable, stored whole with each change.</summary>
internal sealed record MachineState(MachineDefinition Definition, DateTimeOffset StartedAt)
{
    public MachinePhase Phase { get; init; } = MachinePhase.Booting;

    /// <summary>False once the virtual machine is deleted; the record stays until the cluster has forgotten its node.</summary>
    public bool Running { get; init; } = true;

    public string? ClusterId { get; init; }

    public string? NodeName { get; init; }

    public DateTimeOffset? DiscoveryDeadline { get; init; }

    public bool KubeletStopped { get; init; }

    public ImmutableList<string> Log { get; init; } = [];

    [JsonIgnore]
    public bool IsKubeletRunning => Running && Phase == MachinePhase.Joined && !KubeletStopped;
}
