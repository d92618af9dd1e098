using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// What a resource's <c>provisioningState</c> or an operation's <c>status</c> means. By Azure's asynchronous-operations contract three values
/// end an operation, an absent one means that it succeeded, and everything else is work in progress. The table holds these and the words
/// that single providers use besides; only where one departs from the contract does its line change anything.
/// </summary>
public static class ProvisioningStates
{
    public const string Deleting = "Deleting";

    private const string Leaving = "Leaving";
    private const string Contract = "Azure docs, Track asynchronous Azure operations; RPC v1.0, async-api-reference.md";

    /// <summary>Every word that we know of.</summary>
    public static IReadOnlyList<ProvisioningState> Table { get; } =
    [
        new("Succeeded", ResourceState.Ready, "*", Contract),
        new("Failed", ResourceState.Failed, "*", Contract),
        new("Canceled", ResourceState.Failed, "*", Contract),
        new("InProgress", ResourceState.InProgress, "*", Contract),
        new("Updating", ResourceState.InProgress, "Microsoft.Network", "network.json 2024-03-01, ProvisioningState; said from the first PUT on, never Creating"),
        new(Deleting, ResourceState.InProgress, "Microsoft.Network", "network.json 2024-03-01, ProvisioningState"),
        new("Creating", ResourceState.InProgress, "Microsoft.Compute", "compute.json 2024-07-01, a free string"),
        new("Migrating", ResourceState.InProgress, "Microsoft.Compute", "compute.json 2024-07-01, a free string"),

        // Spelled with two l; taken as work in progress it would be waited for without end.
        new("Cancelled", ResourceState.Failed, "Microsoft.Compute", "virtualMachineScaleSet.json 2024-07-01, RollingUpgradeStatusCode"),
        new("Running", ResourceState.InProgress, "Microsoft.Resources", "resources.json 2024-07-01, ProvisioningState of deployments; also the status of their operations"),
        new("Accepted", ResourceState.InProgress, "Microsoft.Resources", "resources.json 2024-07-01, ProvisioningState of deployments"),
        new("Ready", ResourceState.InProgress, "Microsoft.Resources", "resources.json 2024-07-01, ProvisioningState of deployments: ready to run, not done"),
        new("Created", ResourceState.InProgress, "Microsoft.Resources", "resources.json 2024-07-01, ProvisioningState of deployments: not yet deployed"),
        new("ResolvingDNS", ResourceState.InProgress, "Microsoft.Storage", "storage.json 2023-05-01, ProvisioningState"),
        new("Upgrading", ResourceState.InProgress, "Microsoft.ContainerService", "managedClusters.json 2024-09-01, a free string"),
        new("Scaling", ResourceState.InProgress, "Microsoft.ContainerService", "managedClusters.json 2024-09-01, a free string"),
        new("Canceling", ResourceState.InProgress, "Microsoft.ContainerService", "Azure docs, Abort a long running operation on AKS; ends Canceled"),
        new("Joining", ResourceState.InProgress, "Microsoft.ContainerService", "fleets.json 2024-04-01, FleetMemberProvisioningState"),
        new(Leaving, ResourceState.InProgress, "Microsoft.ContainerService", "fleets.json 2024-04-01, FleetMemberProvisioningState: being deleted"),

        // Only a person can end it, by opening the validation link; no time will.
        new("AwaitingManualAction", ResourceState.Failed, "Microsoft.EventGrid", "EventGrid.json 2022-06-15, EventSubscriptionProvisioningState"),
    ];

    private static readonly Dictionary<string, ResourceState> Known = Table.ToDictionary(static s => s.Text, static s => s.Meaning, StringComparer.OrdinalIgnoreCase);

    public static ResourceState Of(JsonObject resource) => TextOf(resource) is { Length: > 0 } text ? OfText(text) : ResourceState.Ready;

    public static ResourceState OfText(string text) => Known.GetValueOrDefault(text, ResourceState.InProgress);

    public static string? TextOf(JsonObject resource) => Text((resource["properties"] as JsonObject)?["provisioningState"]);

    /// <summary>The status in the body of an Azure-AsyncOperation.</summary>
    public static string? OperationTextOf(JsonObject body) => Text(body["status"]);

    public static bool IsDeleting(JsonObject resource) =>
        TextOf(resource) is { } text && (text.Equals(Deleting, StringComparison.OrdinalIgnoreCase) || text.Equals(Leaving, StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
