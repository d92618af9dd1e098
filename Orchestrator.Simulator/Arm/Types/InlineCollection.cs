namespace Orchestrator.Simulator.Arm.Types;

/// <summary>An array in a resource's properties whose elements have ids, and paths, of their own.</summary>
/// <param name="Writable">Elements may be PUT and deleted by their own path; otherwise only read.</param>
internal sealed record InlineCollection(string Name, bool Writable = false)
{
    /// <summary>How the ids of the elements name the collection.</summary>
    public string Segment { get; init; } = Name;
}
