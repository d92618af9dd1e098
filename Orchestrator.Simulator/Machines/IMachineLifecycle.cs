namespace Orchestrator.Simulator.Machines;

/// <summary>
/// Told by simulated Azure what compute and which managed control planes exist. The calls return at once, are idempotent and may come again
/// after a restart; what they start takes virtual time of its own.
/// </summary>
public interface IMachineLifecycle
{
    /// <summary>The machine is powered on. A machine that already runs under this id is left alone.</summary>
    void Start(MachineDefinition machine);

    /// <summary>The machine and all that was on it is gone. Unknown ids are ignored.</summary>
    void Delete(string resourceId);

    /// <summary>Makes a managed control plane, or makes it what it is to be now. A new one has the objects that AKS puts there.</summary>
    void Apply(ManagedControlPlane controlPlane);

    /// <summary>The managed cluster is gone with all its objects. Unknown ids are ignored.</summary>
    void DeleteControlPlane(string clusterId);

    /// <summary>Cordons the node of a machine and evicts its pods, again and again while budgets refuse. Unknown ids are ignored.</summary>
    void Drain(string resourceId);

    /// <summary>Ends a drain and lets the node take pods again. Unknown ids are ignored.</summary>
    void Uncordon(string resourceId);

    /// <summary>The node that the machine is now; null when it runs none.</summary>
    NodeCondition? NodeOf(string resourceId);

    /// <summary>What a drain has left on the node of a machine; null when it runs none.</summary>
    DrainProgress? DrainOf(string resourceId);
}
