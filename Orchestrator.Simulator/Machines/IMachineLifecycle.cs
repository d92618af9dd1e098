namespace Orchestrator.Simulator.Machines;

/// <summary>
/// Told by simulated Azure what compute exists. Both calls return at once, are idempotent and may come again after a restart;
/// what they start takes virtual time of its own.
/// </summary>
public interface IMachineLifecycle
{
    /// <summary>The machine is powered on. A machine that already runs under this id is left alone.</summary>
    void Start(MachineDefinition machine);

    /// <summary>The machine and all that was on it is gone. Unknown ids are ignored.</summary>
    void Delete(string resourceId);
}
