using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>The end of one write, delete or action.</summary>
/// <param name="Type">Such as <c>Microsoft.Resources.ResourceWriteSuccess</c>.</param>
/// <param name="Claims">Of the token that asked for it; none for what nobody asked for.</param>
/// <param name="OperationName">Such as <c>Microsoft.Network/virtualNetworks/write</c>.</param>
internal sealed record ResourceEvent(
    string Id, string Type, string Subject, string OperationName, string Status, string Method, string Provider, string CorrelationId, string SubscriptionId, string TenantId, DateTimeOffset Time, JsonObject? Claims = null)
{
    private string Topic => $"/subscriptions/{SubscriptionId}";

    private string TimeText => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The text at a key such as <c>data.operationName</c>, as filters name it; null when there is none.</summary>
    public string? Value(string key) => GridEvent().Text(key);

    /// <summary>The event as an undeliverable one is kept.</summary>
    public static string Undelivered(PendingEvent pending, string reason, int status, DateTimeOffset now)
    {
        var content = JsonNode.Parse(pending.Json)!;
        foreach (var item in (content as JsonArray)?.OfType<JsonObject>() ?? [content.AsObject()])
        {
            item["deadLetterReason"] = reason;
            item["deliveryAttempts"] = pending.Attempts;
            item["lastDeliveryOutcome"] = status switch { 0 => "TimedOut", 400 => "BadRequest", 401 or 403 => "Unauthorized", 404 => "NotFound", 413 => "PayloadTooLarge", _ => "Unavailable" };
            item["publishTime"] = pending.Published.UtcDateTime.ToString("O");
            item["lastDeliveryAttemptTime"] = now.UtcDateTime.ToString("O");
        }

        return (content as JsonArray ?? new JsonArray(content)).ToJsonString();
    }

    /// <summary>The body of one delivery.</summary>
    public string ToJson(EventSchema schema) => schema == EventSchema.CloudEvents
        ? CloudEvent().ToJsonString()
        : new JsonArray(GridEvent()).ToJsonString();

    private JsonObject GridEvent() => new()
    {
        ["subject"] = Subject,
        ["eventType"] = Type,
        ["eventTime"] = TimeText,
        ["id"] = Id,
        ["data"] = Data(),
        ["dataVersion"] = "2",
        ["metadataVersion"] = "1",
        ["topic"] = Topic,
    };

    private JsonObject CloudEvent() => new()
    {
        ["specversion"] = "1.0",
        ["source"] = Topic,
        ["subject"] = Subject,
        ["type"] = Type,
        ["time"] = TimeText,
        ["id"] = Id,
        ["data"] = Data(),
    };

    private JsonObject Data() => new()
    {
        ["authorization"] = new JsonObject { ["scope"] = Subject, ["action"] = OperationName, ["evidence"] = new JsonObject { ["role"] = "Contributor" } },
        ["claims"] = Claims?.DeepClone() ?? new JsonObject(),
        ["correlationId"] = CorrelationId,
        ["httpRequest"] = new JsonObject { ["method"] = Method, ["url"] = $"https://management.azure.com{Subject}" },
        ["resourceProvider"] = Provider,
        ["resourceUri"] = Subject,
        ["operationName"] = OperationName,
        ["status"] = Status,
        ["subscriptionId"] = SubscriptionId,
        ["tenantId"] = TenantId,
    };
}
