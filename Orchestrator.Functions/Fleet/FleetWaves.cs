using System.Globalization;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.Fleet;

/// <summary>Waves as people write them: how many clusters are done after each, in numbers or percentages.</summary>
public static class FleetWaves
{
    /// <returns>For each wave, how many of <paramref name="clusters"/> are done after it; the last is all. Percentages round up; a wave that adds none is left out.</returns>
    /// <exception cref="OrchestratorException">InvalidValue.</exception>
    public static IReadOnlyList<int> Ends(IReadOnlyList<string> waves, int clusters)
    {
        var ends = new List<int>();
        foreach (var wave in waves)
        {
            var end = Math.Min(Read(wave, clusters), clusters);
            if (end < (ends.Count == 0 ? 0 : ends[^1]))
            {
                throw Refused($"The wave \"{wave}\" of {clusters} cluster(s) is smaller than the one before it.");
            }

            if (end > (ends.Count == 0 ? 0 : ends[^1]))
            {
                ends.Add(end);
            }
        }

        if (ends.Count == 0 || ends[^1] < clusters)
        {
            ends.Add(clusters);
        }

        return ends;
    }

    private static int Read(string wave, int clusters)
    {
        var isShare = wave.EndsWith('%');
        if (!int.TryParse(isShare ? wave.AsSpan(0, wave.Length - 1) : wave, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0 || (isShare && number > 100))
        {
            throw Refused($"\"{wave}\" is no wave.");
        }

        return isShare ? (int)(((long)number * clusters + 99) / 100) : number;
    }

    private static OrchestratorException Refused(string message) => new(ErrorCatalog.InvalidValue.With(message, "waves", "Write growing numbers of clusters or percentages, such as 1,10%,100%."));
}
