namespace Orchestrator.Contracts.Clusters;

/// <summary>Where a machine's boot log goes: <c>Type</c> is Managed, UserManaged (then <c>StorageUri</c> names the account) or Disabled.</summary>
public sealed record BootDiagnosticsSpec(string Type = "Managed", string? StorageUri = null);
