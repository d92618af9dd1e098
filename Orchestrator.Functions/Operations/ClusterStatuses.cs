using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Functions.Operations;

/// <summary>A cluster's document as the API shows it.</summary>
internal static class ClusterStatuses
{
    public static ClusterStatus Of(ClusterDocument document, SourceStatus? source, DateTimeOffset now) => new()
    {
        Cluster = document.Key,
        Phase = document.Phase,
        Generation = document.Generation,
        ObservedGeneration = document.ObservedGeneration,
        Location = document.Spec.Location,
        ResourceGroup = document.Spec.ResourceGroup,
        Labels = document.Spec.Labels,
        Version = document.Spec.ManagedCluster is { } managed ? managed.Version ?? document.ControlPlaneVersion ?? string.Empty : document.Spec.ControlPlane.Version,
        ControlPlaneVersion = document.ControlPlaneVersion,
        Endpoint = document.Spec.ManagedCluster is not null ? document.Endpoint : document.ControlPlaneInitialized ? $"https://{document.Spec.ClusterNetwork.ControlPlaneHost}:{document.Spec.ClusterNetwork.ControlPlanePort}" : null,
        ControlPlaneReplicas = document.Spec.ControlPlane.Replicas,
        WorkerReplicas = document.Spec.MachinePools.Sum(static p => p.Replicas) + (document.Spec.ManagedCluster?.Nodes ?? 0),
        Power = document.Spec.ManagedCluster?.Power,
        OperationId = document.OperationId,
        OperationRunning = document.OperationRunning,
        CreatedAt = document.CreatedAt,
        UpdatedAt = document.UpdatedAt,
        ServerTime = now,
        RolloutPause = document.RolloutPause,
        Error = document.Error,
        Source = document.Source,
        SourceStatus = source,
    };
}
