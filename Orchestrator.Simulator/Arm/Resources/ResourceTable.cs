using System.Text.Json;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>Every resource, in memory and in the store, with an index of who refers to whom. Ids match in any casing.</summary>
internal sealed class ResourceTable
{
    private const string Table = "resources";
    private const char AfterSlash = '0';
    private readonly ISimulatorStore _store;
    private readonly UndoLog _undo;
    private readonly ResourceHistory _history;
    private readonly Dictionary<string, ArmResource> _resources = new(StringComparer.OrdinalIgnoreCase);
    private readonly ReferenceIndex _references = new();
    private readonly AddressIndex _addresses = new();
    private readonly HashSet<string> _publicAddresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _byType = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _ordered = new(StringComparer.OrdinalIgnoreCase);

    public ResourceTable(ISimulatorStore store, UndoLog undo, ResourceHistory history)
    {
        _history = history;
        _store = store;
        _undo = undo;
        foreach (var (_, json) in store.Load(Table))
        {
            Keep(JsonSerializer.Deserialize<ArmResource>(json)!);
        }
    }

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<ArmResource> All => _ordered.Select(id => _resources[id]);

    public IEnumerable<ArmResource> Unordered => _resources.Values;

    public ArmResource? Find(string? id) => id is not null && _resources.TryGetValue(id, out var found) ? found : null;

    public IEnumerable<ArmResource> OfType(string type) =>
        _byType.TryGetValue(type, out var ids) ? ids.Select(id => _resources[id]) : [];

    public int CountOf(string type) => _byType.TryGetValue(type, out var ids) ? ids.Count : 0;

    /// <summary>Items of a type below a scope or parent.</summary>
    public IEnumerable<ArmResource> Under(string prefix, string type) => _byType.TryGetValue(type, out var ids) ? Within(ids, prefix) : [];

    /// <summary>True for a public address that a resource has.</summary>
    public bool IsTaken(string publicAddress) => _publicAddresses.Contains(publicAddress);

    /// <summary>Everything below an id at any depth, as it is now.</summary>
    public IReadOnlyList<ArmResource> Below(string id) => [.. Within(_ordered, id)];

    /// <summary>Whose content names <paramref name="id"/> or a part of it.</summary>
    public IEnumerable<ArmResource> Referrers(string id) => _references.To(id).Select(referrer => _resources[referrer]);

    public IEnumerable<ArmResource> Referrers(string id, string type) =>
        Referrers(id).Where(resource => string.Equals(resource.Type, type, StringComparison.OrdinalIgnoreCase));

    /// <summary>The IP configurations of interfaces, load balancers and scale-set instances in a subnet.</summary>
    public IEnumerable<AddressUse> AddressesIn(string subnetId) => _addresses.In(subnetId);

    public void Put(ArmResource resource)
    {
        var before = Find(resource.Id);
        _undo.Add(() => Restore(resource.Id, before));
        _history.Add(resource.Id, before);
        Keep(resource);
        _store.Put(Table, resource.Id.ToLowerInvariant(), JsonSerializer.Serialize(resource));
    }

    public void Remove(string id)
    {
        if (Find(id) is { } before)
        {
            _undo.Add(() => Restore(id, before));
            _history.Add(id, before);
            Drop(id);
            _store.Delete(Table, id.ToLowerInvariant());
        }
    }

    public static bool IsUnder(string id, string prefix) =>
        id.Length > prefix.Length && id[prefix.Length] == '/' && id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<ArmResource> Within(SortedSet<string> ids, string prefix) =>
        ids.GetViewBetween($"{prefix}/", $"{prefix}{AfterSlash}").Where(id => IsUnder(id, prefix)).Select(id => _resources[id]);

    private static string PublicAddressOf(ArmResource resource) => resource.Service["ipAddress"]?.ToString() ?? "";

    private void Restore(string id, ArmResource? before)
    {
        Drop(id);
        if (before is not null)
        {
            Keep(before);
        }
    }

    private void Keep(ArmResource resource)
    {
        // The key keeps the casing of its first insertion, the value that of the last PUT.
        if (_resources.Remove(resource.Id, out var before))
        {
            _publicAddresses.Remove(PublicAddressOf(before));
        }

        _resources[resource.Id] = resource;
        _ordered.Add(resource.Id);
        if (PublicAddressOf(resource) is { Length: > 0 } address)
        {
            _publicAddresses.Add(address);
        }

        _references.Set(resource.Id, References.In(resource.Content, resource.Id));
        _addresses.Set(resource.Id, IPConfigurations.Of(resource));
        if (!_byType.TryGetValue(resource.Type, out var ids))
        {
            _byType[resource.Type] = ids = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        }

        ids.Add(resource.Id);
    }

    private void Drop(string id)
    {
        if (_resources.Remove(id, out var gone))
        {
            _ordered.Remove(id);
            _publicAddresses.Remove(PublicAddressOf(gone));
            _references.Set(id, []);
            _addresses.Set(id, []);
            _byType[gone.Type].Remove(id);
        }
    }
}
