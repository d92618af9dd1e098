using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class LabelSelectorReader
{
    public static LabelSelector Read(ObjectReader selector) => new()
    {
        MatchLabels = selector.StringMap("matchLabels"),
        MatchExpressions = [.. selector.Objects("matchExpressions").Select(Expression)],
    };

    private static LabelExpression Expression(ObjectReader expression)
    {
        var key = expression.RequiredString("key");
        var values = expression.Strings("values");
        var relation = expression.Require("operator") ? expression.Choice<LabelOperator>("operator") : null;
        if (relation is LabelOperator.In or LabelOperator.NotIn && values.Count == 0)
        {
            expression.Invalid("values", $"The operator {relation} needs values.", "Add at least one value, or use Exists or DoesNotExist.");
        }

        return new LabelExpression(key, relation ?? LabelOperator.Exists, values);
    }
}
