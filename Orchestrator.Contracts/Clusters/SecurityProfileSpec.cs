namespace Orchestrator.Contracts.Clusters;

/// <summary>How the host protects a machine. Null leaves a member to Azure.</summary>
public sealed record SecurityProfileSpec
{
    public bool? EncryptionAtHost { get; init; }

    /// <summary>TrustedLaunch or ConfidentialVM.</summary>
    public string? SecurityType { get; init; }

    public bool? SecureBoot { get; init; }

    public bool? VTpm { get; init; }
}
