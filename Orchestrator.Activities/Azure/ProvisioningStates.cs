using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// What a resource's <c>provisioningState</c> means. By Azure's asynchronous-operations contract three values end an operation,
/// an absent one means that it succeeded, and everything else is work in progress; providers differ only in the words for the latter.
/// </summary>
public static class ProvisioningStates
{
    public const string Deleting = "Deleting";

    private static readonly Dictionary<string, ResourceState> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        // Every provider (Azure docs, "Track asynchronous operations").
        ["Succeeded"] = ResourceState.Ready,
        ["Failed"] = ResourceState.Failed,
        ["Canceled"] = ResourceState.Failed,

        // Microsoft.Network (network.json, ProvisioningState: Succeeded, Updating, Deleting, Failed; it never says Creating).
        ["Updating"] = ResourceState.InProgress,
        [Deleting] = ResourceState.InProgress,

        // Microsoft.Compute (free strings).
        ["Creating"] = ResourceState.InProgress,
        ["Migrating"] = ResourceState.InProgress,
    };

    public static ResourceState Of(JsonObject resource) =>
        TextOf(resource) is { Length: > 0 } text ? Known.GetValueOrDefault(text, ResourceState.InProgress) : ResourceState.Ready;

    public static string? TextOf(JsonObject resource) => (string?)(resource["properties"] as JsonObject)?["provisioningState"];

    public static bool IsDeleting(JsonObject resource) => string.Equals(TextOf(resource), Deleting, StringComparison.OrdinalIgnoreCase);
}
