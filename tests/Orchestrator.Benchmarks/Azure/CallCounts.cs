namespace Orchestrator.Benchmarks.Azure;

/// <summary>Requests by verb and type; those that ARM refused for their number, and those that were never sent.</summary>
internal sealed record CallCounts(IReadOnlyDictionary<(string Verb, string Type), long> Counts, long Refused, long Withheld)
{
    public long Total => Counts.Values.Sum();

    public long Of(string verb) => Counts.Where(c => c.Key.Verb == verb).Sum(static c => c.Value);
}
