namespace Orchestrator.Activities.Azure;

/// <summary>A limit that Azure puts on requests: a bucket of tokens that fills up in steps.</summary>
/// <param name="Name">For people, and to tell limits apart.</param>
/// <param name="Size">Requests at once.</param>
/// <param name="Refill">Tokens that each step brings.</param>
/// <param name="Step">How often.</param>
internal sealed record RequestLimit(string Name, int Size, int Refill, TimeSpan Step)
{
    public static RequestLimit PerSecond(string name, int size, int refill) => new(name, size, refill, TimeSpan.FromSeconds(1));

    public static RequestLimit PerMinute(string name, int refill, int size) => new(name, size, refill, TimeSpan.FromMinutes(1));

    /// <summary>So many in each window; what is left of one does not carry over.</summary>
    public static RequestLimit PerWindow(string name, int size, TimeSpan window) => new(name, size, size, window);
}
