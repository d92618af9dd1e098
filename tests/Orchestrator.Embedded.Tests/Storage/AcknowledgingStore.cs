using System.Globalization;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>Notes in a file, which outlives the process, each record and step as soon as its commit has returned.</summary>
internal sealed class AcknowledgingStore(IEngineStore inner, string notes) : IEngineStore
{
    public bool IsCheckpointDue => inner.IsCheckpointDue;

    /// <summary>Fails if anything is missing that was noted.</summary>
    public static void AssertKept(string notes, IEngineStore store)
    {
        foreach (var line in File.Exists(notes) ? File.ReadLines(notes) : [])
        {
            var (instanceId, executionId, steps) = line.Split(' ') is [var id, var execution, var count]
                ? (id, execution, int.Parse(count, CultureInfo.InvariantCulture))
                : throw new FormatException(line);
            var found = store.Find(instanceId);
            Assert.True(found is not null, $"{instanceId} was acknowledged and is gone.");
            Assert.True(
                found.ExecutionId != executionId || store.LoadHistory(instanceId).Steps >= steps,
                $"{steps} steps of {instanceId} were acknowledged, {store.LoadHistory(instanceId).Steps} were found.");
        }
    }

    public OpenWorkSnapshot LoadOpenWork() => inner.LoadOpenWork();

    public InstanceRecord? Find(string instanceId) => inner.Find(instanceId);

    public InstanceHistory LoadHistory(string instanceId) => inner.LoadHistory(instanceId);

    public IReadOnlyList<InstanceRecord> Query(InstanceFilter filter) => inner.Query(filter);

    public void Commit(IReadOnlyList<ChangeSet> changes)
    {
        inner.Commit(changes);
        File.AppendAllLines(notes, changes.SelectMany(change =>
            change.Created.Select(created => $"{created.InstanceId} {created.ExecutionId} 0")
                .Concat(change.Updated.Select(updated => $"{updated.InstanceId} {updated.ExecutionId} {(change.History?.Step + 1) ?? 0}"))));
    }

    public void Checkpoint() => inner.Checkpoint();

    public void Dispose() => inner.Dispose();
}
