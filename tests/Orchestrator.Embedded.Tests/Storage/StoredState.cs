using System.Text.Json;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Storage;

internal static class StoredState
{
    /// <summary>All that can be read from a store, as text.</summary>
    public static string Of(IEngineStore store)
    {
        var instances = store.Query(new InstanceFilter());
        var open = store.LoadOpenWork();
        return JsonSerializer.Serialize(new
        {
            Instances = instances,
            Found = instances.Select(instance => store.Find(instance.InstanceId)),
            Histories = instances.Select(instance => store.LoadHistory(instance.InstanceId)),
            open.Work,
            open.Messages,
        });
    }
}
