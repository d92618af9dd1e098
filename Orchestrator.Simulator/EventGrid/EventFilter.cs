using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>The filters of event subscriptions: by subject, by type, and by text in the event.</summary>
internal static class EventFilter
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>The advanced operators that are simulated.</summary>
    public static readonly IReadOnlyList<string> Operators =
    [
        "StringIn", "StringNotIn", "StringContains", "StringNotContains", "StringBeginsWith", "StringNotBeginsWith", "StringEndsWith", "StringNotEndsWith", "IsNotNull", "IsNullOrUndefined",
    ];

    public static bool Passes(JsonObject filter, ResourceEvent resourceEvent)
    {
        var comparison = filter.Flag("isSubjectCaseSensitive") ? StringComparison.Ordinal : AnyCase;
        var types = (filter["includedEventTypes"] as JsonArray)?.Select(static type => type!.ToString()).ToList();
        return resourceEvent.Subject.StartsWith(filter.Text("subjectBeginsWith") ?? "", comparison)
            && resourceEvent.Subject.EndsWith(filter.Text("subjectEndsWith") ?? "", comparison)
            && (types is null or { Count: 0 } || types.Contains(resourceEvent.Type, StringComparer.OrdinalIgnoreCase))
            && filter.Items("advancedFilters").All(condition => Holds(condition, resourceEvent));
    }

    private static bool Holds(JsonObject condition, ResourceEvent resourceEvent)
    {
        var value = resourceEvent.Value(condition.Text("key") ?? "");
        var name = condition.Text("operatorType")!;
        if (name.StartsWith("IsN", StringComparison.Ordinal))
        {
            return value is null == name.Equals("IsNullOrUndefined", AnyCase);
        }

        var values = (condition["values"] as JsonArray ?? []).Select(static item => item!.ToString()).ToList();
        var isNegated = name.StartsWith("StringNot", StringComparison.Ordinal);
        var matches = value is not null && values.Exists(item => name[(isNegated ? 9 : 6)..] switch
        {
            "In" => value.Equals(item, AnyCase),
            "Contains" => value.Contains(item, AnyCase),
            "BeginsWith" => value.StartsWith(item, AnyCase),
            _ => value.EndsWith(item, AnyCase),
        });
        return matches != isNegated;
    }
}
