namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>A version on the way to the one that is wanted.</summary>
internal sealed record UpgradeStage(string Version, bool IsOfPools);
