using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>The specs of a cluster's earlier generations.</summary>
/// <param name="All">Every one that an operation took up.</param>
/// <param name="SinceApplied">Of these the one that was carried out wholly last, and those after it, which may be carried out in part: what they have and the newest lacks is still to be taken back.</param>
/// <param name="HasApplied">Whether any was carried out wholly, this one included.</param>
public sealed record PriorSpecs(IReadOnlyList<ClusterSpec> All, IReadOnlyList<ClusterSpec> SinceApplied, bool HasApplied = false)
{
    public static PriorSpecs None { get; } = new([], []);

    /// <param name="clusters">Where specs are kept.</param>
    /// <param name="spec">The newest.</param>
    /// <param name="generation">Its generation.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<PriorSpecs> ReadAsync(IClusterStore clusters, ClusterSpec spec, int generation, CancellationToken cancellation)
    {
        // Only of a cluster that is taken over it matters whether the very first was carried out.
        if (generation <= 1 && spec.ManagedCluster is not { Adopt: true })
        {
            return None;
        }

        var key = spec.Key;
        var document = await clusters.FindAsync(key, cancellation).ConfigureAwait(false);
        var applied = Math.Max(document?.ObservedGeneration ?? 0, document?.FirstGeneration ?? 0);
        var (all, since) = (new List<ClusterSpec>(), new List<ClusterSpec>());
        for (var earlier = 1; earlier < generation; earlier++)
        {
            if (await clusters.FindSpecAsync(key, earlier, cancellation).ConfigureAwait(false) is { } prior)
            {
                all.Add(prior);
                since.AddRange(earlier >= applied ? [prior] : []);
            }
        }

        return new PriorSpecs(all, since, document is { ObservedGeneration: > 0 } && document.ObservedGeneration >= document.FirstGeneration);
    }
}
