using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Machines;

/// <summary>
/// The one lock over machines and simulated Kubernetes. A change takes the store's transaction first and the lock second, the same order
/// in which Azure's side arrives when it starts a machine inside a transaction of its own; nothing calls out while it holds the lock.
/// </summary>
internal sealed class SimulationGate(ISimulatorStore store)
{
    private readonly Lock _gate = new();

    public ISimulatorStore Store => store;

    public T Read<T>(Func<T> read)
    {
        lock (_gate) { return read(); }
    }

    public T Write<T>(Func<T> change)
    {
        T result = default!;
        store.Transaction(() =>
        {
            lock (_gate) { result = change(); }
        });
        return result;
    }

    public void Write(Action change) => Write(() =>
    {
        change();
        return true;
    });
}
