using System.Diagnostics.CodeAnalysis;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>The instances in memory. One gate guards them all; what runs under it is short.</summary>
internal sealed class InstanceTable(IEngineStore store)
{
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private long _released;

    public Lock Gate { get; } = new();

    /// <summary>The instance, read from the store if it is not in memory. It has no record if it does not exist. Call it under the gate.</summary>
    public Instance Get(string instanceId)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            instance = new Instance(instanceId, store.Find(instanceId));
            _instances.Add(instanceId, instance);
        }

        return instance;
    }

    /// <summary>
    /// Reads what <see cref="Get(string, StoredInstance)"/> may need, so that nobody waits at the gate for the store. Call it before taking the gate.
    /// </summary>
    public StoredInstance Read(string instanceId)
    {
        var released = Volatile.Read(ref _released);
        return new StoredInstance(store.Find(instanceId), released);
    }

    /// <summary>
    /// The same as <see cref="Get(string)"/> with what was read before; if an instance has left memory since, it is read again. Call it under the gate.
    /// </summary>
    public Instance Get(string instanceId, StoredInstance stored)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            instance = new Instance(instanceId, stored.Released == _released ? stored.Record : store.Find(instanceId));
            _instances.Add(instanceId, instance);
        }

        return instance;
    }

    /// <summary>Makes <paramref name="record"/> the instance's new execution unless the one that it has is still running. Call it under the gate.</summary>
    public bool TryReplace(InstanceRecord record, [NotNullWhen(false)] out InstanceRecord? running)
    {
        var instance = Get(record.InstanceId);
        running = instance.Record is { IsTerminal: false } other ? other : null;
        if (running is not null)
        {
            return false;
        }

        Start(instance, record);
        return true;
    }

    /// <summary>Makes <paramref name="record"/> the instance's new execution, with no history. Call it under the gate.</summary>
    public static void Start(Instance instance, InstanceRecord record)
    {
        Replace(instance, record);
        instance.Steps = 0;
    }

    /// <summary>Makes <paramref name="record"/> the instance's new execution. Call it under the gate.</summary>
    public static void Replace(Instance instance, InstanceRecord record)
    {
        instance.Record = record;
        instance.Unload();
    }

    /// <summary>Drops the instance from memory if nothing needs it there. Call it under the gate.</summary>
    public void Release(Instance instance)
    {
        if (instance is { IsBusy: false, Inbox.Count: 0, Deferred.Count: 0 } && instance.Record is null or { IsTerminal: true })
        {
            _instances.Remove(instance.InstanceId);
            _released++;
        }
    }
}
