using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Activities.SubscriptionEvents;

/// <summary>
/// Compares what brings a subscription's events to the app with what Azure has, in the order in which it is made. A subscription has one topic for its events:
/// one that somebody else made is used, and never changed or deleted.
/// </summary>
public sealed class SubscriptionEventsPlanner(IArmConnections connections)
{
    /// <exception cref="OrchestratorException">Azure refused a read.</exception>
    public async Task<IReadOnlyList<PlanNode>> PlanAsync(string subscription, EventsSettings settings, bool remove, CancellationToken cancellation)
    {
        var arm = await ConnectAsync(subscription, settings, cancellation).ConfigureAwait(false);
        return [.. (await CompareAsync(arm, subscription, settings, remove, cancellation).ConfigureAwait(false)).Select(static resource => resource.Node)];
    }

    internal Task<ArmConnection> ConnectAsync(string subscription, EventsSettings settings, CancellationToken cancellation) =>
        connections.ForAppAsync(subscription, settings.Environment, settings.Location, cancellation);

    internal static string OperationOf(string subscription) => $"events {subscription}";

    internal async Task<IReadOnlyList<EventResource>> CompareAsync(ArmConnection arm, string subscription, EventsSettings settings, bool remove, CancellationToken cancellation)
    {
        var operation = OperationOf(subscription);
        var (topic, isOurs) = await FindTopicAsync(arm, subscription, settings, operation, cancellation).ConfigureAwait(false);
        var events = $"{topic}/eventSubscriptions/{EventBodies.SubscriptionName}";
        if (remove)
        {
            var subscriptionRead = await ReadAsync(arm, events, operation, cancellation).ConfigureAwait(false);
            var doomed = new List<EventResource> { Doomed(EventBodies.SubscriptionKind, events, subscriptionRead) };
            if (isOurs)
            {
                doomed.Add(Doomed(EventBodies.TopicKind, topic, await ReadAsync(arm, topic, operation, cancellation).ConfigureAwait(false)));
            }

            return doomed;
        }

        var wanted = new List<(string Kind, string Id, JsonObject Body)> { (EventBodies.SubscriptionKind, events, EventBodies.Subscription(settings, endpoint: null)) };
        if (settings.DeadLetterAccountId is { } account)
        {
            wanted.Insert(0, (StepKinds.BlobContainer, $"{account}/blobServices/default/containers/{EventBodies.DeadLetters}", EventBodies.Container()));
        }

        if (isOurs)
        {
            wanted.Insert(0, (EventBodies.TopicKind, topic, EventBodies.Topic(subscription)));
            wanted.Insert(0, (StepKinds.ResourceGroup, ResourceId.ResourceGroup(subscription, settings.ResourceGroup), EventBodies.Group(settings)));
        }

        var resources = new List<EventResource>();
        foreach (var (kind, id, body) in wanted)
        {
            resources.Add(Compare(kind, id, body, await ReadAsync(arm, id, operation, cancellation).ConfigureAwait(false)));
        }

        return resources;
    }

    /// <summary>The topic that the subscription has, and whether it is ours to make, change and delete.</summary>
    private static async Task<(string Id, bool IsOurs)> FindTopicAsync(ArmConnection arm, string subscription, EventsSettings settings, string operation, CancellationToken cancellation)
    {
        var (topics, error) = await arm.ListAsync($"/subscriptions/{subscription}", ArmTypes.SystemTopic, operation, cancellation).ConfigureAwait(false);
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }

        var found = topics.FirstOrDefault(topic => ResourceId.Same((string?)topic["properties"]?["source"], $"/subscriptions/{subscription}"));
        return found is null
            ? (EventBodies.TopicId(subscription, settings), true)
            : ((string)found["id"]!, (string?)found["tags"]?[EventBodies.OwnerTag] == ClusterTags.Owned);
    }

    private static async Task<ArmResponse> ReadAsync(ArmConnection arm, string id, string operation, CancellationToken cancellation)
    {
        var read = await arm.GetAsync(id, operation, cancellation).ConfigureAwait(false);
        return read.Error is null || read.IsNotFound ? read : throw new OrchestratorException(read.Error);
    }

    private static EventResource Compare(string kind, string id, JsonObject wanted, ArmResponse read)
    {
        if (read.IsNotFound)
        {
            return new EventResource(Node(kind, id, PlanAction.Create, []), ResourceState.Absent, wanted);
        }

        // A group or container that is there is taken as it is; what others add to our event subscription is not kept.
        var existing = read.Resource!;
        var state = ProvisioningStates.Of(existing);
        var merged = BodyMerge.Compare(existing, wanted);
        IReadOnlyList<FieldChange> changes = kind is StepKinds.ResourceGroup or StepKinds.BlobContainer ? [] : merged.Changes;
        if (changes.Count == 0 && state == ResourceState.Failed)
        {
            changes = [new FieldChange("$.properties.provisioningState", ProvisioningStates.TextOf(existing), "Succeeded")];
        }

        return new EventResource(Node(kind, id, changes.Count > 0 ? PlanAction.Update : PlanAction.Keep, changes), state, kind == EventBodies.TopicKind ? merged.Body : wanted, read.ETag);
    }

    private static EventResource Doomed(string kind, string id, ArmResponse read) => read.IsNotFound
        ? new EventResource(Node(kind, id, PlanAction.Keep, []), ResourceState.Absent)
        : new EventResource(Node(kind, id, PlanAction.Delete, []), ProvisioningStates.Of(read.Resource!));

    private static PlanNode Node(string kind, string id, PlanAction action, IReadOnlyList<FieldChange> changes) => new()
    {
        Step = new GraphStep
        {
            Key = $"{kind}/{ResourceId.NameOf(id)}",
            Kind = kind,
            Name = ResourceId.NameOf(id),
            Verb = action == PlanAction.Delete ? StepVerb.Delete : StepVerb.Ensure,
            ResourceId = id,
            Action = action,
        },
        ResourceType = ResourceId.TypeOf(id),
        Changes = changes,
    };
}
