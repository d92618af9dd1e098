using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

/// <summary>The remote network by its id, or by name and resource group in the cluster's subscription.</summary>
internal sealed record PeeringDraft(string? RemoteId, string? RemoteName, string? RemoteResourceGroup, PeeringOptionsSpec Forward, PeeringOptionsSpec Reverse);
