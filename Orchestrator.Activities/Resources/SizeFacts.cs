namespace Orchestrator.Activities.Resources;

/// <summary>What a machine size can do in one location; null is unknown.</summary>
public sealed record SizeFacts(IReadOnlyList<string> Zones, bool? AcceleratedNetworking);
