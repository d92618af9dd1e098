using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>Dies at its n-th commit, before or after that is durable, and does nothing from then on: as a process that was killed.</summary>
internal sealed class CrashingStore(IEngineStore inner, int at, bool afterCommit, Action? die = null) : IEngineStore
{
    public int Commits { get; private set; }

    public bool IsCheckpointDue => inner.IsCheckpointDue;

    public OpenWorkSnapshot LoadOpenWork() => inner.LoadOpenWork();

    public InstanceRecord? Find(string instanceId) => inner.Find(instanceId);

    public InstanceHistory LoadHistory(string instanceId) => inner.LoadHistory(instanceId);

    public IReadOnlyList<InstanceRecord> Query(InstanceFilter filter) => inner.Query(filter);

    public void Commit(IReadOnlyList<ChangeSet> changes)
    {
        Commits++;
        if (Commits >= at)
        {
            if (Commits == at && afterCommit)
            {
                inner.Commit(changes);
            }

            die?.Invoke();
            throw new EngineStoreException("killed");
        }

        inner.Commit(changes);
    }

    public void Checkpoint() => inner.Checkpoint();

    public void Dispose() => inner.Dispose();
}
