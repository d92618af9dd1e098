using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Resources;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>Counts the cores that the whole cluster needs more than it has, at the height of its rolls, against what the subscription has left.</summary>
internal static class QuotaCheck
{
    private const string Regional = "cores";
    private const string LowPriority = "lowPriorityCores";

    /// <param name="demands">Every group of machines.</param>
    /// <param name="facts">The sizes; one that is unknown is not counted.</param>
    /// <param name="usages">Azure's list of quotas; one that is missing is not checked.</param>
    /// <param name="location">Where.</param>
    /// <param name="rollAtOnce">How many groups roll at the same time.</param>
    /// <returns>One sentence for each quota that does not suffice.</returns>
    public static IEnumerable<string> Problems(IEnumerable<MachineDemand> demands, SkuFacts facts, IReadOnlyList<JsonObject> usages, string location, int rollAtOnce = int.MaxValue)
    {
        var parts = demands.Where(static d => d.MakesMachines).SelectMany(demand => NeedsOf(demand, facts).Select(need => (need.Quota, demand.Path, need.Cores, Surge: need.Cores - StayOf(demand, facts, need.Quota))));
        foreach (var quotaParts in parts.GroupBy(static part => part.Quota, StringComparer.OrdinalIgnoreCase).OrderBy(static quota => quota.Key, StringComparer.Ordinal))
        {
            var (quota, need) = (quotaParts.Key, NeedOf([.. quotaParts.Select(static part => (part.Path, part.Cores, part.Surge))], rollAtOnce));
            var usage = usages.FirstOrDefault(u => string.Equals((string?)u["name"]?["value"], quota, StringComparison.OrdinalIgnoreCase));
            if (usage is not null && (long?)usage["currentValue"] is { } used && (long?)usage["limit"] is { } limit && used + need.Cores > limit)
            {
                var title = (string?)usage["name"]?["localizedValue"] ?? quota;
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Quota {title} ({quota}) in {location}: limit {limit}, usage {used}, {need.Cores} more needed ({string.Join(", ", need.For)}); ask for a limit of at least {used + need.Cores}.");
            }
        }
    }

    /// <summary>The surges that take the most stand together; those that come before and after them are gone or not yet there.</summary>
    private static Need NeedOf(IReadOnlyList<(string Path, int Cores, int Surge)> parts, int rollAtOnce)
    {
        var together = parts.OrderByDescending(static part => part.Surge).Take(rollAtOnce).Select(static part => part.Path).ToHashSet(StringComparer.Ordinal);
        var cores = parts.Select(part => (part.Path, Cores: together.Contains(part.Path) ? part.Cores : part.Cores - part.Surge)).Where(static part => part.Cores > 0).ToList();
        return new Need(cores.Sum(static part => part.Cores), [.. cores.Select(static part => $"{part.Path} {part.Cores}")]);
    }

    /// <summary>What stays of the need once the roll is over.</summary>
    private static int StayOf(MachineDemand demand, SkuFacts facts, string quota) =>
        NeedsOf(demand with { Surge = 0 }, facts).Where(need => need.Quota == quota).Sum(static need => need.Cores);

    private static IEnumerable<(string Quota, int Cores)> NeedsOf(MachineDemand demand, SkuFacts facts)
    {
        if (facts.Size(demand.Machine.VmSize) is not { VirtualCpus: { } wanted } size)
        {
            return [];
        }

        var before = demand.ExistingSize is { } name ? facts.Size(name) : null;
        var (old, had) = (before?.VirtualCpus ?? wanted, demand.Existing * (before?.VirtualCpus ?? wanted));
        var sameFamily = before is null || string.Equals(before.Family, size.Family, StringComparison.OrdinalIgnoreCase);

        // Machines go one for one, so the most that stands at once is either all new with the last old ones beside them, or all old with the first new ones.
        // A roll under way has made its surge already.
        var toMake = Math.Max(0, demand.Replicas + demand.Surge - demand.Existing);
        var peak = Math.Max((demand.Replicas * wanted) + (demand.Surge * old), had + (toMake * wanted));
        var more = Math.Max(0, peak - had);
        var ofFamily = sameFamily ? more : (demand.Replicas + demand.Surge) * wanted;
        return (demand.Machine.Spot is null ? new[] { (size.Family, ofFamily), (Regional, more) } : [(LowPriority, more)]).Where(static n => n.Item2 > 0);
    }

    private sealed record Need(int Cores, IReadOnlyList<string> For);
}
