namespace Orchestrator.Contracts.Clusters;

/// <summary>The namespaces that may use an identity: those on the list and those that the selector matches; with neither field, all.</summary>
public sealed record AllowedNamespaces
{
    public static AllowedNamespaces All { get; } = new();

    /// <summary>Null when the field is absent; an empty list names nobody.</summary>
    public IReadOnlyList<string>? List { get; init; }

    public LabelSelector? Selector { get; init; }

    /// <param name="labels">Of the namespace; each has <c>kubernetes.io/metadata.name</c> besides.</param>
    public bool Contains(string name, IReadOnlyDictionary<string, string> labels) =>
        (List is null && Selector is null)
        || List?.Contains(name, StringComparer.Ordinal) == true
        || Selector is { IsEmpty: false } selector && selector.Matches(labels);
}
