namespace Orchestrator.Embedded.Storage;

/// <summary>
/// Where the engine keeps what must survive. Reads see every commit that has returned and no part of one that has not.
/// All members may be called from any thread; the engine never calls <see cref="Commit"/> twice at the same time, nor <see cref="Checkpoint"/>.
/// </summary>
/// <exception cref="EngineStoreException">From any member: storage failed. The message names the file.</exception>
public interface IEngineStore : IDisposable
{
    /// <summary>True when <see cref="Checkpoint"/> has something to do.</summary>
    bool IsCheckpointDue { get; }

    /// <summary>Open work and undelivered messages. Reads no history.</summary>
    OpenWorkSnapshot LoadOpenWork();

    /// <summary>The instance's record, or null.</summary>
    InstanceRecord? Find(string instanceId);

    /// <summary>The history of the instance's current execution; empty if it has not run.</summary>
    InstanceHistory LoadHistory(string instanceId);

    /// <summary>
    /// Makes all the change sets durable, in order, as one transaction and one flush. When it returns, they survive a crash of the process and of the
    /// machine; when it throws, or the process dies inside it, either all or none of them are there after the next start.
    /// </summary>
    void Commit(IReadOnlyList<ChangeSet> changes);

    IReadOnlyList<InstanceRecord> Query(InstanceFilter filter);

    /// <summary>
    /// Moves what was committed into the form in which it is kept for long. Changes nothing that can be read, and nothing is lost if the process dies
    /// inside it; commits and reads go on meanwhile. Without it commits do it themselves, now and then.
    /// </summary>
    void Checkpoint();
}
