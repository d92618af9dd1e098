using System.Text.Json;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.EventGrid;

/// <summary>
/// A delivery: one event or an array of them, in Event Grid's schema or CloudEvents 1.0, checked before any function sees one.
/// </summary>
internal sealed record EventGridBody(IReadOnlyList<JsonElement> Events, bool IsCloudEvents)
{
    private static readonly string[] EventGridMembers = ["id", "subject", "eventType", "eventTime"];
    private static readonly string[] CloudEventMembers = ["id", "source", "type", "specversion"];

    /// <summary>The code to echo when this is a subscription's validation; else null.</summary>
    public string? ValidationCode =>
        Events is [{ } only] && TextOf(only, "eventType") is "Microsoft.EventGrid.SubscriptionValidationEvent"
        && only.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? TextOf(data, "validationCode")
            : null;

    /// <exception cref="FunctionBindingException">The body is no delivery; the message says why.</exception>
    public static EventGridBody Parse(BinaryData body)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(body.ToMemory());
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new FunctionBindingException($"The body is not valid JSON: {e.Message}", e);
        }

        JsonElement[] events = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        if (events.Length == 0)
        {
            throw new FunctionBindingException("The body holds no event.");
        }

        var cloud = events[0].ValueKind == JsonValueKind.Object && events[0].TryGetProperty("specversion", out _);
        for (var i = 0; i < events.Length; i++)
        {
            Check(events[i], i, cloud ? CloudEventMembers : EventGridMembers);
        }

        return new EventGridBody(events, cloud);
    }

    private static void Check(JsonElement item, int index, string[] members)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new FunctionBindingException($"Event {index} is not an object.");
        }

        if (Array.Find(members, member => TextOf(item, member) is null) is { } missing)
        {
            throw new FunctionBindingException($"Event {index} has no '{missing}'.");
        }
    }

    private static string? TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
