using System.Collections.Concurrent;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>Which Kubernetes versions AKS offers in which region: all that it knows, unless they are withdrawn. Clusters that run one go on.</summary>
public sealed class KubernetesReleases
{
    private readonly ConcurrentDictionary<(string Location, string Version), bool> _withdrawn = new();

    /// <summary>Takes a version out of a region.</summary>
    /// <param name="version">A patch such as <c>1.33.5</c>, or a whole minor such as <c>1.33</c>.</param>
    public void Withdraw(string location, string version) => _withdrawn[(location, version)] = true;

    /// <summary>Offers a version again that was withdrawn by the same name.</summary>
    public void Offer(string location, string version) => _withdrawn.TryRemove((location, version), out _);

    internal bool IsOffered(string location, string version) =>
        !_withdrawn.ContainsKey((location, version)) && !_withdrawn.ContainsKey((location, version[..version.LastIndexOf('.')]));
}
