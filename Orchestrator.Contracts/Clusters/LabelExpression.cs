namespace Orchestrator.Contracts.Clusters;

/// <param name="Values">For <see cref="LabelOperator.In"/> and <see cref="LabelOperator.NotIn"/>.</param>
public sealed record LabelExpression(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => has && Values.Contains(value!, StringComparer.Ordinal),
            LabelOperator.NotIn => !has || !Values.Contains(value!, StringComparer.Ordinal),
            LabelOperator.Exists => has,
            _ => !has,
        };
    }
}
