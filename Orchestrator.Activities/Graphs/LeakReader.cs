using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Graphs;

/// <summary>What of a cluster is still in Azure: by tags, by our records, and read one by one, because a query may be seconds old.</summary>
public sealed class LeakReader(IArmConnections connections, IResourceIndex index)
{
    /// <returns>Ids of what is there; ids of what could not be asked about, each with the error.</returns>
    public async Task<(IReadOnlyList<string> Left, IReadOnlyDictionary<string, OrchestratorError> Unknown)> ReadAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var recorded = (await index.ListAsync(spec.Key, cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        try
        {
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var inventory = await new InventoryReader(arm, OperationOf(spec), cancellation).ReadAsync(spec, recorded).ConfigureAwait(false);
            var seen = new ClusterSurroundings(spec, inventory, recorded);
            return await ConfirmAsync(arm, spec, [.. seen.OwnedGroups.Concat(seen.OwnedResources).Concat(recorded).Distinct(StringComparer.OrdinalIgnoreCase)], cancellation).ConfigureAwait(false);
        }
        catch (OrchestratorException unread)
        {
            return ([], recorded.ToDictionary(static id => id, _ => unread.Error, StringComparer.OrdinalIgnoreCase));
        }
    }

    private static async Task<(IReadOnlyList<string>, IReadOnlyDictionary<string, OrchestratorError>)> ConfirmAsync(
        ArmConnection arm, ClusterSpec spec, IReadOnlyList<string> candidates, CancellationToken cancellation)
    {
        var left = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var gone = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var unknown = new SortedDictionary<string, OrchestratorError>(StringComparer.OrdinalIgnoreCase);

        // The shorter id first: what lies in a group or parent that is gone is gone too, and need not be asked for.
        foreach (var id in candidates.OrderBy(static id => id.Length))
        {
            if (gone.Any(holder => id.StartsWith(holder + "/", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var read = await arm.GetAsync(id, OperationOf(spec), cancellation).ConfigureAwait(false);
            if (read.IsNotFound)
            {
                gone.Add(id);
            }
            else if (read.Error is { } error)
            {
                unknown[id] = error;
            }
            else
            {
                left.Add(id);
            }
        }

        return ([.. left], unknown);
    }

    private static string OperationOf(ClusterSpec spec) => $"leaks of {spec.Key}";
}
