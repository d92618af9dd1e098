using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Activities.SubscriptionEvents;

/// <summary>Names and bodies of what brings a subscription's events to the app. Pure; infra/events.bicep says the same.</summary>
internal static class EventBodies
{
    public const string TopicKind = "SystemTopic";
    public const string SubscriptionKind = "EventSubscription";
    public const string TopicName = "orchestrator-resources";
    public const string SubscriptionName = "orchestrator";
    public const string DeadLetters = "orchestrator-dead-letters";

    /// <summary>On what was made here, and only that is ever deleted.</summary>
    public const string OwnerTag = "orchestrator-events";

    private static readonly string[] EventTypes =
    [
        "Microsoft.Resources.ResourceWriteSuccess", "Microsoft.Resources.ResourceWriteFailure", "Microsoft.Resources.ResourceWriteCancel",
        "Microsoft.Resources.ResourceDeleteSuccess", "Microsoft.Resources.ResourceDeleteFailure",
        "Microsoft.Resources.ResourceActionSuccess", "Microsoft.Resources.ResourceActionFailure",
    ];

    public static string TopicId(string subscription, EventsSettings settings) => ResourceId.Of(subscription, settings.ResourceGroup, ArmTypes.SystemTopic, TopicName);

    public static JsonObject Group(EventsSettings settings) => new() { ["location"] = settings.Location, ["tags"] = new JsonObject { [OwnerTag] = ClusterTags.Owned } };

    /// <summary>Events of a subscription are of no region.</summary>
    public static JsonObject Topic(string subscription) => new()
    {
        ["location"] = "global",
        ["tags"] = new JsonObject { [OwnerTag] = ClusterTags.Owned },
        ["properties"] = new JsonObject { ["source"] = $"/subscriptions/{subscription}", ["topicType"] = "Microsoft.Resources.Subscriptions" },
    };

    public static JsonObject Container() => new() { ["properties"] = new JsonObject { ["publicAccess"] = "None" } };

    /// <param name="settings">Where events go.</param>
    /// <param name="endpoint">The whole address; null: it is not to be sent, only compared.</param>
    public static JsonObject Subscription(EventsSettings settings, string? endpoint)
    {
        var properties = new JsonObject
        {
            ["eventDeliverySchema"] = "CloudEventSchemaV1_0",
            ["destination"] = settings.FunctionAppId is { } app ? Function(app) : Webhook(settings, endpoint),
            ["filter"] = new JsonObject { ["includedEventTypes"] = Json.Strings(EventTypes) },

            // The operation polls anyway; an event that is an hour old helps nobody.
            ["retryPolicy"] = new JsonObject { ["maxDeliveryAttempts"] = 30, ["eventTimeToLiveInMinutes"] = 60 },
        };
        if (settings.EndpointHash is { } hash)
        {
            properties["labels"] = Json.Strings([$"endpoint-{hash}"]);
        }

        if (settings.DeadLetterAccountId is { } account)
        {
            properties["deadLetterDestination"] = new JsonObject
            {
                ["endpointType"] = "StorageBlob",
                ["properties"] = new JsonObject { ["resourceId"] = account, ["blobContainerName"] = DeadLetters },
            };
        }

        return new JsonObject { ["properties"] = properties };
    }

    private static JsonObject Function(string app) => new()
    {
        ["endpointType"] = "AzureFunction",
        ["properties"] = new JsonObject { ["resourceId"] = $"{app}/functions/AzureEvent", ["maxEventsPerBatch"] = 1 },
    };

    /// <summary>Azure never shows the address whole: it is compared by its beginning, and by the label that tells its key.</summary>
    private static JsonObject Webhook(EventsSettings settings, string? endpoint) => new()
    {
        ["endpointType"] = "WebHook",
        ["properties"] = endpoint is null
            ? new JsonObject { ["endpointBaseUrl"] = settings.EndpointBase, ["maxEventsPerBatch"] = 1 }
            : new JsonObject { ["endpointUrl"] = endpoint, ["maxEventsPerBatch"] = 1 },
    };
}
