using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>One example request.</summary>
internal sealed record OfficialExample(string Type, string Method, string Path, string ApiVersion, JsonObject? Body)
{
    /// <summary>The ids of resources in the path and the body.</summary>
    public IEnumerable<string> Ids => Strings(Body).Append(Path).Where(static text => text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Subscriptions => Ids.Select(static id => id.Split('/')[2]).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member => Strings(member.Value).Append(member.Key)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
