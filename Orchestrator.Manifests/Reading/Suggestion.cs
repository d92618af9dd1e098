namespace Orchestrator.Manifests.Reading;

/// <summary>Did you mean …?</summary>
internal static class Suggestion
{
    private const int LongestList = 12;

    /// <summary>The candidate nearest to what was written; null when none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, written.Length / 3);
        return candidates
            .Select(candidate => (candidate, distance: Distance(written.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(c => c.distance <= limit)
            .OrderBy(static c => c.distance).ThenBy(static c => c.candidate, StringComparer.Ordinal)
            .Select(static c => c.candidate)
            .FirstOrDefault();
    }

    /// <summary>What to write instead of a name that is not among the candidates.</summary>
    public static string Advise(string written, IReadOnlyCollection<string> candidates)
    {
        if (Nearest(written, candidates) is { } nearest)
        {
            return $"Write '{nearest}', or remove it.";
        }

        var known = candidates.Order(StringComparer.Ordinal).Take(LongestList).ToList();
        return $"Remove it; known here: {string.Join(", ", known)}{(candidates.Count > LongestList ? ", …" : string.Empty)}.";
    }

    /// <summary>Edits (insert, delete, replace, swap of neighbours) that turn one text into the other.</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1),
                    d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
