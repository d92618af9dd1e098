namespace Orchestrator.Simulator.Arm.Addresses;

/// <summary>The IP configurations in each subnet, kept up with the resources that they belong to.</summary>
internal sealed class AddressIndex
{
    private readonly Dictionary<string, SortedDictionary<string, AddressUse>> _bySubnet = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<AddressUse>> _byResource = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<AddressUse> In(string subnetId) => _bySubnet.TryGetValue(subnetId, out var uses) ? [.. uses.Values] : [];

    /// <summary>Replaces all that one resource has.</summary>
    public void Set(string resourceId, IEnumerable<AddressUse> uses)
    {
        if (_byResource.Remove(resourceId, out var before))
        {
            before.ForEach(use => _bySubnet[use.SubnetId].Remove(use.ConfigurationId));
        }

        var after = uses.ToList();
        foreach (var use in after)
        {
            if (!_bySubnet.TryGetValue(use.SubnetId, out var subnet))
            {
                _bySubnet[use.SubnetId] = subnet = new SortedDictionary<string, AddressUse>(StringComparer.OrdinalIgnoreCase);
            }

            subnet[use.ConfigurationId] = use;
        }

        if (after.Count > 0)
        {
            _byResource[resourceId] = after;
        }
    }
}
