using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>The specs of a cluster's earlier generations.</summary>
/// <param name="All">Every one that an operation took up.</param>
/// <param name="SinceApplied">Of these the one that was carried out wholly last, and those after it, which may be carried out in part: what they have and the newest lacks is still to be taken back.</param>
public sealed record PriorSpecs(IReadOnlyList<ClusterSpec> All, IReadOnlyList<ClusterSpec> SinceApplied)
{
    public static PriorSpecs None { get; } = new([], []);

    public static async Task<PriorSpecs> ReadAsync(IClusterStore clusters, ClusterKey key, int generation, CancellationToken cancellation)
    {
        if (generation <= 1)
        {
            return None;
        }

        var document = await clusters.FindAsync(key, cancellation).ConfigureAwait(false);
        var applied = Math.Max(document?.ObservedGeneration ?? 0, document?.FirstGeneration ?? 0);
        var (all, since) = (new List<ClusterSpec>(), new List<ClusterSpec>());
        for (var earlier = 1; earlier < generation; earlier++)
        {
            if (await clusters.FindSpecAsync(key, earlier, cancellation).ConfigureAwait(false) is { } spec)
            {
                all.Add(spec);
                since.AddRange(earlier >= applied ? [spec] : []);
            }
        }

        return new PriorSpecs(all, since);
    }
}
