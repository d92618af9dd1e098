namespace Orchestrator.Activities.Nodes.Draining;

/// <summary>What one pass over a node left: pods that end, pods that a budget or the API holds (with the reason), volumes still attached.</summary>
internal sealed record DrainPass(IReadOnlyList<string> Leaving, IReadOnlyList<string> Held, IReadOnlyList<string> Volumes)
{
    public static DrainPass Empty { get; } = new([], [], []);

    public bool IsDone => Leaving.Count + Held.Count + Volumes.Count == 0;

    public override string ToString()
    {
        var parts = new List<string>();
        Add(parts, Held, "held");
        Add(parts, Leaving, "ending");
        Add(parts, Volumes, "still attached");
        return string.Join("; ", parts);
    }

    private static void Add(List<string> parts, IReadOnlyList<string> names, string what)
    {
        const int Shown = 3;
        if (names.Count > 0)
        {
            parts.Add($"{names.Count} {what}: {string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? ", …" : "")}");
        }
    }
}
