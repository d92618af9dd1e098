using System.Collections.Concurrent;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>What health probes and the Application Health extension find: every instance is healthy unless it is said not to be.</summary>
public sealed class InstanceHealth
{
    private readonly ConcurrentDictionary<string, bool> _unhealthy = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="instanceId">The ARM id of the machine or scale-set instance.</param>
    public void SetUnhealthy(string instanceId) => _unhealthy[instanceId] = true;

    public void SetHealthy(string instanceId) => _unhealthy.TryRemove(instanceId, out _);

    internal bool IsHealthy(string instanceId) => !_unhealthy.ContainsKey(instanceId);
}
