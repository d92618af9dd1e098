using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Reading;

/// <summary>Where the fields of a <see cref="Contracts.Clusters.ClusterSpec"/> were written, by paths such as <c>network.subnets[0].cidrBlocks[1]</c>.</summary>
public sealed class SpecOrigins
{
    private readonly Dictionary<string, SourceLocation> locations = new(StringComparer.Ordinal);

    /// <summary>The place of the field; of what holds it when it was filled in by default; null when even the cluster is unknown.</summary>
    public SourceLocation? Find(string specPath)
    {
        for (var path = specPath; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))])
        {
            if (locations.TryGetValue(path, out var location))
            {
                return location;
            }
        }

        return locations.GetValueOrDefault(string.Empty);
    }

    /// <summary>Whether the field itself was written.</summary>
    public bool Has(string specPath) => locations.ContainsKey(specPath);

    internal void Add(string specPath, SourceLocation location) => locations.TryAdd(specPath, location);

    /// <summary>Takes over what another document says, as the part <paramref name="prefix"/> of this spec.</summary>
    internal void AddAll(string prefix, SpecOrigins origins)
    {
        foreach (var (path, location) in origins.locations)
        {
            Add(Join(prefix, path), location);
        }
    }

    /// <summary>The origins of one part, as if it were the whole.</summary>
    internal SpecOrigins Below(string prefix)
    {
        var part = new SpecOrigins();
        foreach (var (path, location) in locations.Where(l => l.Key == prefix || l.Key.StartsWith($"{prefix}.", StringComparison.Ordinal)))
        {
            part.Add(path.Length == prefix.Length ? string.Empty : path[(prefix.Length + 1)..], location);
        }

        return part;
    }

    /// <summary>A name that begins with a slash counts from the spec's root.</summary>
    internal static string Join(string parent, string name) => (parent.Length, name.Length) switch
    {
        (_, 0) => parent,
        _ when name[0] == '/' => name[1..],
        (0, _) => name,
        _ => name[0] == '[' ? parent + name : $"{parent}.{name}",
    };
}
