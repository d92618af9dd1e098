using System.Net;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Addresses;

/// <summary>Hands out the private addresses of one subnet. What is in use is read off the resources, so nothing can leak.</summary>
internal sealed class SubnetAddresses
{
    private readonly ArmResource _subnet;
    private readonly List<AddressPrefix> _prefixes;
    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);
    private IEnumerator<IPAddress>? _free;

    /// <param name="self">The resource that asks: its own addresses stay free for it.</param>
    public SubnetAddresses(ArmResource subnet, ResourceTable resources, string self)
    {
        _subnet = subnet;
        _prefixes = [.. PrefixesOf(subnet.Content, subnet.Id)];
        foreach (var use in resources.AddressesIn(subnet.Id).Where(use => use.Address is not null && !use.ConfigurationId.StartsWith(self + "/", StringComparison.OrdinalIgnoreCase)))
        {
            _taken[use.Address!] = use.ConfigurationId;
        }
    }

    public static IEnumerable<AddressPrefix> PrefixesOf(System.Text.Json.Nodes.JsonObject content, string id)
    {
        if (content.Text("properties.addressPrefix") is { } one)
        {
            return [AddressPrefix.Parse(one, id)];
        }

        return (content.At("properties.addressPrefixes") as System.Text.Json.Nodes.JsonArray ?? []).Select(prefix => AddressPrefix.Parse(prefix!.ToString(), id));
    }

    /// <summary>Takes the address asked for.</summary>
    /// <exception cref="ArmException">400: outside the subnet, reserved, or in use.</exception>
    public string Take(string address, string configurationId)
    {
        var names = string.Join(',', _prefixes);
        if (!IPAddress.TryParse(address, out var parsed) || _prefixes.Find(prefix => prefix.Contains(parsed)) is not { } prefix)
        {
            throw NetworkErrors.AddressNotInSubnet(address, names);
        }

        if (prefix.IsReserved(parsed))
        {
            throw NetworkErrors.AddressReserved(address, names);
        }

        if (!_taken.TryAdd(parsed.ToString(), configurationId))
        {
            throw NetworkErrors.AddressTaken(configurationId, address, _taken[parsed.ToString()]);
        }

        return parsed.ToString();
    }

    /// <summary>Takes the lowest free IPv4 address, or IPv6 when the subnet has no other.</summary>
    /// <exception cref="ArmException">400: the subnet is full.</exception>
    public string TakeNext(string configurationId, int wanted = 1)
    {
        var prefix = _prefixes.Find(static prefix => prefix.IsIPv4) ?? _prefixes[0];
        _free ??= prefix.Usable().GetEnumerator();
        while (_free.MoveNext())
        {
            if (_taken.TryAdd(_free.Current.ToString(), configurationId))
            {
                return _free.Current.ToString();
            }
        }

        throw NetworkErrors.SubnetFull(_subnet.Name, prefix.ToString(), wanted);
    }
}
