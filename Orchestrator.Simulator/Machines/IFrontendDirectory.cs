namespace Orchestrator.Simulator.Machines;

/// <summary>Which names lead to a backend pool; answered by the ARM side from load balancers and public addresses as they are now.</summary>
public interface IFrontendDirectory
{
    /// <summary>The FQDNs and IP addresses, public and private, of the front ends with a rule to <paramref name="backendPoolId"/>; empty when nothing leads there.</summary>
    IReadOnlyList<string> HostNamesOf(string backendPoolId);
}
