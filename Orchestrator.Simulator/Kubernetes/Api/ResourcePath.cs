namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The parts of a resource's path. Empty strings stand for what the path does not have.</summary>
internal sealed record ResourcePath(string Group, string Version, string Namespace, string Plural, string Name, string Subresource)
{
    /// <summary>Null for paths that name no resource (discovery, health).</summary>
    public static ResourcePath? Parse(string path)
    {
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        return steps switch
        {
            ["api", var version, .. var rest] when rest.Length > 0 => Parse("", version, rest),
            ["apis", var group, var version, .. var rest] when rest.Length > 0 => Parse(group, version, rest),
            _ => null,
        };
    }

    private static ResourcePath? Parse(string group, string version, string[] rest) => rest switch
    {
        ["namespaces", var name] => new(group, version, "", "namespaces", name, ""),
        ["namespaces", var name, "status" or "finalize"] => new(group, version, "", "namespaces", name, rest[2]),
        ["namespaces", var space, var plural] => new(group, version, space, plural, "", ""),
        ["namespaces", var space, var plural, var name] => new(group, version, space, plural, name, ""),
        ["namespaces", var space, var plural, var name, var subresource] => new(group, version, space, plural, name, subresource),
        [var plural] => new(group, version, "", plural, "", ""),
        [var plural, var name] => new(group, version, "", plural, name, ""),
        [var plural, var name, var subresource] => new(group, version, "", plural, name, subresource),
        _ => null,
    };
}
