using System.Globalization;
using System.Text.Json;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Fleet;

namespace Orchestrator.Activities.Fleet;

/// <summary>Fleet operations: what was accepted, the specs of those that apply manifests, and what became of each member.</summary>
public sealed class FleetStore(IDocumentStore documents)
{
    private const string Fleets = "fleets";
    private const string Members = "fleet-members";
    private const string Specs = "fleet-specs";

    /// <summary>False: there is one of that id.</summary>
    public async Task<bool> TryAddAsync(FleetDefinition fleet, CancellationToken cancellation) =>
        await documents.TryWriteAsync(DocumentKey.Of(Fleets, fleet.Id), Write(fleet), expectedETag: null, cancellation).ConfigureAwait(false) is not null;

    public Task<FleetDefinition?> FindAsync(string id, CancellationToken cancellation) => ReadAsync<FleetDefinition>(DocumentKey.Of(Fleets, id), cancellation);

    /// <summary>All, in the order of their ids, which is that of their beginning.</summary>
    public async Task<IReadOnlyList<FleetDefinition>> ListAsync(CancellationToken cancellation)
    {
        var fleets = new List<FleetDefinition>();
        foreach (var key in await documents.ListAsync($"{Fleets}/", cancellation).ConfigureAwait(false))
        {
            if (await ReadAsync<FleetDefinition>(key, cancellation).ConfigureAwait(false) is { } fleet)
            {
                fleets.Add(fleet);
            }
        }

        return fleets;
    }

    public Task SaveSpecAsync(string id, int member, ClusterSpec spec, CancellationToken cancellation) => documents.WriteAsync(KeyOf(Specs, id, member), Write(spec), cancellation);

    public Task<ClusterSpec?> FindSpecAsync(string id, int member, CancellationToken cancellation) => ReadAsync<ClusterSpec>(KeyOf(Specs, id, member), cancellation);

    public Task SaveMemberAsync(string id, FleetMember member, CancellationToken cancellation) => documents.WriteAsync(KeyOf(Members, id, member.Index), Write(member), cancellation);

    /// <summary>Null before its turn.</summary>
    public Task<FleetMember?> FindMemberAsync(string id, int member, CancellationToken cancellation) => ReadAsync<FleetMember>(KeyOf(Members, id, member), cancellation);

    private static string KeyOf(string folder, string id, int member) => DocumentKey.Of(folder, id, member.ToString("D6", CultureInfo.InvariantCulture));

    private async Task<T?> ReadAsync<T>(string key, CancellationToken cancellation)
        where T : class =>
        await documents.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored ? JsonSerializer.Deserialize<T>(stored.Content, ContractJson.Options) : null;

    private static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Options);
}
