namespace Orchestrator.Simulator.Machines.Kubeadm;

internal static class Endpoints
{
    /// <summary>The host of <c>host:port</c>, <c>[v6]:port</c> or a bare host.</summary>
    public static string HostOf(string endpoint)
    {
        if (endpoint.StartsWith('['))
        {
            return endpoint[1..endpoint.IndexOf(']')];
        }

        var colon = endpoint.LastIndexOf(':');
        return colon > 0 && endpoint.IndexOf(':') == colon ? endpoint[..colon] : endpoint;
    }
}
