using System.Text.Json.Nodes;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources;

/// <summary>Named items that an earlier spec put into a list and this one does not: they were ours, so they go; all others are somebody else's.</summary>
internal static class RetiredItems
{
    /// <summary>Removes them from <paramref name="list"/>, a member of the body's properties whose items are known by <paramref name="key"/>, and adds the changes.</summary>
    public static DesiredState Remove(DesiredState desired, string list, IEnumerable<string> wanted, IEnumerable<string> once, string key = "name")
    {
        if (desired.Error is not null || desired.Body["properties"]?[list] is not JsonArray items)
        {
            return desired;
        }

        var retired = once.Except(wanted, StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gone = items.OfType<JsonObject>().Where(item => retired.Contains((string?)item[key] ?? "")).ToList();
        gone.ForEach(item => items.Remove(item));
        return desired with { Changes = [.. desired.Changes, .. gone.Select(item => new FieldChange($"$.properties.{list}['{item[key]}']", item.ToJsonString(), null))] };
    }
}
