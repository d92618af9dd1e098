using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Activities.GitOps;

/// <summary>Tells addresses of the internet from those of this machine, its network and its cloud (RFC 6890; 168.63.129.16 is Azure's own).</summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>2000::/3 is all that is given out of IPv6; parts of it lead elsewhere: Teredo, 6to4 and documentation.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotGlobal = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !Array.Exists(NotPublic, network => network.Contains(plain))
            : Global.Contains(plain) && !Array.Exists(NotGlobal, network => network.Contains(plain));
    }
}
