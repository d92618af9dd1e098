using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.State;

/// <summary>The entries of one resource that stands by itself and of all that is below it: one document, so that one read finds whose an event is.</summary>
internal sealed record ResourceFamily
{
    public IReadOnlyList<IndexedResource> Entries { get; init; } = [];

    /// <summary>The resource at the top: <c>…/virtualNetworks/v</c> of <c>…/virtualNetworks/v/subnets/s</c>; a resource group is its own.</summary>
    public static string TopOf(string resourceId)
    {
        const int throughTheName = 4;
        var segments = resourceId.Trim('/').Split('/');
        var providers = Array.FindIndex(segments, static segment => segment.Equals("providers", StringComparison.OrdinalIgnoreCase));
        return "/" + string.Join('/', providers < 0 ? segments : segments.Take(providers + throughTheName));
    }

    public IndexedResource? Find(string resourceId) => Entries.FirstOrDefault(entry => ResourceId.Same(entry.ResourceId, resourceId));

    /// <summary>The entry of the resource itself, else of the nearest one that holds it.</summary>
    public IndexedResource? FindNearest(string resourceId) => Find(resourceId)
        ?? Entries.Where(entry => ResourceId.Holds(entry.ResourceId.TrimEnd('/'), resourceId)).MaxBy(static entry => entry.ResourceId.Length);

    public ResourceFamily With(IndexedResource entry) => new() { Entries = [.. Without(entry.ResourceId).Entries, entry] };

    public ResourceFamily Without(string resourceId) => new() { Entries = [.. Entries.Where(entry => !ResourceId.Same(entry.ResourceId, resourceId))] };
}
