namespace Orchestrator.Activities.Bootstrap;

/// <summary>User data of one machine or scale set, and the fingerprint of what it says.</summary>
public sealed record BootstrapData(string CustomDataBase64, string Fingerprint);
