namespace Orchestrator.Contracts.Clusters;

/// <summary>Kubernetes' label selector: every label and every expression must hold.</summary>
public sealed record LabelSelector
{
    public IReadOnlyDictionary<string, string> MatchLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<LabelExpression> MatchExpressions { get; init; } = [];

    public bool IsEmpty => MatchLabels.Count == 0 && MatchExpressions.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        MatchLabels.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value) && MatchExpressions.All(expression => expression.Matches(labels));
}
