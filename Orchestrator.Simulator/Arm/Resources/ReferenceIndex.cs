namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>Who refers to an id or to anything below it.</summary>
internal sealed class ReferenceIndex
{
    private readonly Dictionary<string, SortedSet<string>> _to = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<string>> _from = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> To(string id) => _to.TryGetValue(id, out var referrers) ? [.. referrers] : [];

    /// <summary>Replaces all references of one resource.</summary>
    public void Set(string referrer, IEnumerable<string> targets)
    {
        if (_from.Remove(referrer, out var before))
        {
            foreach (var target in before)
            {
                _to[target].Remove(referrer);
            }
        }

        var after = targets.SelectMany(WithOwners).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var target in after)
        {
            if (!_to.TryGetValue(target, out var referrers))
            {
                _to[target] = referrers = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
            }

            referrers.Add(referrer);
        }

        if (after.Count > 0)
        {
            _from[referrer] = after;
        }
    }

    private static IEnumerable<string> WithOwners(string id)
    {
        for (var current = id; current is not null; current = References.OwnerOf(current))
        {
            yield return current;
        }
    }
}
