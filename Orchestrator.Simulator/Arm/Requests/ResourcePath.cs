namespace Orchestrator.Simulator.Arm.Requests;

/// <summary>
/// The path of a request or an id, taken apart: <c>{scope}/providers/{namespace}/{type}/{name}/…</c>.
/// A last segment without a name after it (a collection, or an action) is the <see cref="Trailing"/> one.
/// </summary>
public sealed class ResourcePath
{
    private const string Providers = "providers";
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    private ResourcePath(string scope, string providerNamespace, IReadOnlyList<string> types, IReadOnlyList<string> names, string? trailing)
    {
        Scope = scope;
        Namespace = providerNamespace;
        Types = types;
        Names = names;
        Trailing = trailing;
    }

    /// <summary>What comes before the last <c>/providers/</c>: a subscription, a group, a resource, or empty for the tenant.</summary>
    public string Scope { get; }

    public string Namespace { get; }

    public IReadOnlyList<string> Types { get; }

    public IReadOnlyList<string> Names { get; }

    public string? Trailing { get; }

    /// <summary>The full type of the item, such as <c>Microsoft.Network/virtualNetworks/subnets</c>.</summary>
    public string Type => $"{Namespace}/{string.Join('/', Types)}";

    /// <summary>The type that the trailing segment would list.</summary>
    public string TrailingType => Types.Count == 0 ? $"{Namespace}/{Trailing}" : $"{Type}/{Trailing}";

    public string Name => Names[^1];

    /// <summary>The id of the item without the trailing segment; the scope itself when nothing is named.</summary>
    public string Id => Names.Count == 0 ? Scope : Build(Names.Count);

    /// <summary>The id of the parent item; null for a top-level one.</summary>
    public string? ParentId => Names.Count > 1 ? Build(Names.Count - 1) : null;

    public string? Subscription => SegmentAfter("subscriptions");

    public string? ResourceGroup => SegmentAfter("resourceGroups");

    public string? ResourceGroupId => ResourceGroup is { } group ? $"/subscriptions/{Subscription}/resourceGroups/{group}" : null;

    /// <summary>Takes an absolute path or an id apart; null when it is no resource path.</summary>
    public static ResourcePath? Parse(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindLastIndex(segments, static segment => string.Equals(segment, Providers, AnyCase));
        return at < 0 ? ParseScope(segments) : ParseProvider(segments, at);
    }

    /// <summary>The same item under other casing of its type names.</summary>
    public ResourcePath WithType(string type)
    {
        var parts = type.Split('/');
        return new ResourcePath(Scope, parts[0], parts[1..], Names, Trailing);
    }

    private static ResourcePath? ParseScope(string[] segments) => segments switch
    {
        [var s, ..] when !string.Equals(s, "subscriptions", AnyCase) => null,
        [_] => new ResourcePath("", "Microsoft.Resources", [], [], "subscriptions"),
        [_, var id] => new ResourcePath("", "Microsoft.Resources", ["subscriptions"], [id], null),
        [_, var id, var groups] when IsGroups(groups) => new ResourcePath($"/subscriptions/{id}", "Microsoft.Resources", [], [], "resourceGroups"),
        [_, var id, var groups, var name] when IsGroups(groups) => new ResourcePath($"/subscriptions/{id}", "Microsoft.Resources", ["resourceGroups"], [name], null),
        [_, var id, var groups, var name, var trailing] when IsGroups(groups) => new ResourcePath($"/subscriptions/{id}", "Microsoft.Resources", ["resourceGroups"], [name], trailing),
        [_, var id, var trailing] => new ResourcePath("", "Microsoft.Resources", ["subscriptions"], [id], trailing),
        [_, var id, var collection, var name] => new ResourcePath("", "Microsoft.Resources", ["subscriptions", collection], [id, name], null),
        _ => null,
    };

    private static ResourcePath? ParseProvider(string[] segments, int at)
    {
        if (at + 1 >= segments.Length)
        {
            return null;
        }

        var rest = segments[(at + 2)..];
        var pairs = rest.Length / 2;
        return new ResourcePath(
            string.Concat(segments[..at].Select(Canonical)),
            segments[at + 1],
            [.. Enumerable.Range(0, pairs).Select(i => rest[2 * i])],
            [.. Enumerable.Range(0, pairs).Select(i => rest[(2 * i) + 1])],
            rest.Length % 2 == 1 ? rest[^1] : null);
    }

    private static string Canonical(string segment) =>
        "/" + (IsGroups(segment) ? "resourceGroups" : string.Equals(segment, "subscriptions", AnyCase) ? "subscriptions" : string.Equals(segment, Providers, AnyCase) ? Providers : segment);

    private static bool IsGroups(string segment) => string.Equals(segment, "resourceGroups", AnyCase);

    private string Build(int count)
    {
        if (string.Equals(Type, "Microsoft.Resources/resourceGroups", AnyCase))
        {
            return $"{Scope}/resourceGroups/{Names[0]}";
        }

        return string.Equals(Type, "Microsoft.Resources/subscriptions", AnyCase)
            ? $"/subscriptions/{Names[0]}"
            : $"{Scope}/providers/{Namespace}" + string.Concat(Enumerable.Range(0, count).Select(i => $"/{Types[i]}/{Names[i]}"));
    }

    private string? SegmentAfter(string name)
    {
        var segments = Id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(segments, segment => string.Equals(segment, name, AnyCase));
        return at >= 0 && at + 1 < segments.Length ? segments[at + 1] : null;
    }
}
