using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>
/// An internal load balancer sends no machine its own traffic back. The first control-plane machine needs the endpoint's name in its hosts file
/// while it bootstraps; where the endpoint is a bare address, not even that helps.
/// </summary>
internal static class Hairpin
{
    public static bool IsNeeded(KubeadmRun run, string host)
    {
        if (host.Length == 0 || host == run.Machine.PrivateIPAddress)
        {
            return false;
        }

        if (IPAddress.TryParse(host, out var address))
        {
            return IsPrivate(address);
        }

        var isPublicName = host.Contains(".cloudapp.", StringComparison.OrdinalIgnoreCase);
        return !isPublicName && run.Machine.LoadBalancerBackendPoolIds.Count > 0 && !run.Config.Commands.Concat(run.Config.EarlyCommands).Any(line =>
            line.Contains("/etc/hosts", StringComparison.Ordinal) && line.Contains(host, StringComparison.Ordinal));
    }

    private static bool IsPrivate(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6UniqueLocal
        : address.GetAddressBytes() is [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..];
}
