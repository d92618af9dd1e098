using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.EventGrid;

namespace Orchestrator.Simulator.Arm.Types.EventGrid;

/// <summary>
/// Where events of a scope or of a system topic go. A write is always answered with 201, and ends when a webhook has answered the
/// handshake. The whole URL of a webhook is a secret.
/// </summary>
internal sealed class EventSubscriptions(string name) : ResourceType
{
    public const string AtScope = "Microsoft.EventGrid/eventSubscriptions";
    public const string AtTopic = $"{SystemTopics.TypeName}/eventSubscriptions";

    public override string Name => name;

    public override ProviderStyle Provider => ProviderStyle.EventGrid;

    public override bool IsTracked => false;

    public override bool IsExtension => ParentName is null;

    public override bool PatchesModel => true;

    public override OperationLatency Latency { get; } = new((3, 6), (3, 6), (3, 6));

    public override IReadOnlyList<string> Immutable => ["properties.eventDeliverySchema"];

    public override int WriteStatus(bool created) => 201;

    /// <summary>Ends with the handshake.</summary>
    public override bool IsOpen(ResourceWrite write) => UrlOf(write.Content) is { } url && (write.Existing is not { IsReady: true } existing || !url.Same(UrlOf(existing.Content)));

    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        if (body.Text("properties.destination.endpointType").Same("WebHook") && UrlOf(body) is null && existing is not null && UrlOf(existing.Content) is { } known)
        {
            body.Ensure("properties.destination.properties")["endpointUrl"] = known;
        }

        return body;
    }

    public override void Accept(ResourceWrite write)
    {
        var destination = write.Properties["destination"] as JsonObject ?? throw Invalid("The property 'destination' is required.");
        if (destination.Text("endpointType").Same("WebHook"))
        {
            CheckUrl(UrlOf(write.Content));
            destination.Ensure("properties").Remove("endpointBaseUrl");
        }
        else if (destination.Text("properties.resourceId") is null)
        {
            throw Invalid($"A destination of type '{destination.Text("endpointType")}' needs a 'resourceId'.");
        }

        write.Properties.Default("eventDeliverySchema", "EventGridSchema");
        var policy = write.Properties.Ensure("retryPolicy");
        policy.Default("maxDeliveryAttempts", 30);
        policy.Default("eventTimeToLiveInMinutes", 1440);
        CheckRange(policy, "maxDeliveryAttempts", 30);
        CheckRange(policy, "eventTimeToLiveInMinutes", 1440);
        write.Properties.Ensure("filter").Default("subjectBeginsWith", "");
        write.Properties.Ensure("filter").Default("subjectEndsWith", "");
        if (write.Content.Items("properties.filter.advancedFilters").FirstOrDefault(static filter => !EventFilter.Operators.Contains(filter.Text("operatorType"), StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid($"The advanced filter operator '{unknown.Text("operatorType")}' is not one of: {string.Join(", ", EventFilter.Operators)}.");
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties["topic"] = TopicOf(resource, world);
        if (UrlOf(resource.Content) is { } url)
        {
            properties["destination"]!["properties"]!.AsObject().Remove("endpointUrl");
            properties["destination"]!["properties"]!["endpointBaseUrl"] = new Uri(url).GetLeftPart(UriPartial.Path);
        }
    }

    public override JsonNode? Invoke(string action, ArmResource resource, JsonObject body, ArmRequest request, ArmWorld world) =>
        action.Same("getFullUrl") ? new JsonObject { ["endpointUrl"] = UrlOf(resource.Content) }
        : action.Same("getDeliveryAttributes") ? new JsonObject { ["value"] = resource.Content.At("properties.destination.properties.deliveryAttributeMappings")?.DeepClone() ?? new JsonArray() }
        : null;

    /// <summary>The subscriptions that get events, and the one that an id names.</summary>
    public static IEnumerable<EventSubscription> Active(ArmWorld world) =>
        world.Resources.OfType(AtScope).Concat(world.Resources.OfType(AtTopic)).Where(static resource => resource.State is ArmResource.Succeeded or "Updating").Select(resource => Read(resource, world));

    public static EventSubscription? Find(string id, ArmWorld world) =>
        world.Resources.Find(id) is { } resource && world.Types.Get(resource.Type) is EventSubscriptions ? Read(resource, world) : null;

    private static EventSubscription Read(ArmResource resource, ArmWorld world)
    {
        var properties = resource.Properties;
        var destination = properties["destination"]!;
        var deadLetter = properties["deadLetterDestination"];
        var topic = TopicOf(resource, world);
        return new EventSubscription(resource.Id, UrlOf(resource.Content) is { } url ? new Uri(url) : null, SchemaOf(resource))
        {
            Scope = world.Resources.Find(topic)?.Content.Text("properties.source") ?? topic,
            Target = destination.Text("properties.resourceId"),
            MaxAttempts = properties.Number("retryPolicy.maxDeliveryAttempts")!.Value,
            TimeToLive = TimeSpan.FromMinutes(properties.Number("retryPolicy.eventTimeToLiveInMinutes")!.Value),
            DeadLetterContainer = deadLetter is null ? null : $"{deadLetter.Text("properties.resourceId")}/blobServices/default/containers/{deadLetter.Text("properties.blobContainerName")}",
            Filter = properties["filter"] as JsonObject,
        };
    }

    public static EventSchema SchemaOf(ArmResource resource) =>
        resource.Content.Text("properties.eventDeliverySchema").Same("CloudEventSchemaV1_0") ? EventSchema.CloudEvents : EventSchema.EventGrid;

    public static string? UrlOf(JsonObject content) => content.Text("properties.destination.properties.endpointUrl");

    /// <summary>The system topic, or the scope that the events are of.</summary>
    public static string TopicOf(ArmResource resource, ArmWorld world) => resource.Type.Same(AtTopic) ? References.OwnerOf(resource.Id)! : ResourcePath.Parse(resource.Id)!.Scope;

    /// <summary>Azure takes https only; for tests on one machine loopback is let through.</summary>
    private static void CheckUrl(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme is not "https" && !url.IsLoopback))
        {
            throw Invalid($"The webhook endpoint '{text}' is invalid: it must be an https URL.");
        }
    }

    private static void CheckRange(JsonObject policy, string member, int most)
    {
        if (policy.Number(member) is not { } value || value < 1 || value > most)
        {
            throw Invalid($"The value of '{member}' must be between 1 and {most}.");
        }
    }

    private static ArmException Invalid(string message) => new(400, "InvalidRequest", message);
}
