using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>The end of one write, delete or action.</summary>
/// <param name="Type">Such as <c>Microsoft.Resources.ResourceWriteSuccess</c>.</param>
/// <param name="OperationName">Such as <c>Microsoft.Network/virtualNetworks/write</c>.</param>
internal sealed record ResourceEvent(
    string Id, string Type, string Subject, string OperationName, string Status, string Method, string Provider, string CorrelationId, string SubscriptionId, string TenantId, DateTimeOffset Time)
{
    private string Topic => $"/subscriptions/{SubscriptionId}";

    private string TimeText => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

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
        ["claims"] = new JsonObject(),
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
