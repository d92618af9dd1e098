namespace Orchestrator.Simulator.Arm;

/// <summary>A resource that exists.</summary>
public sealed record ResourceEntry(string Id, string Type, string ProvisioningState);
