namespace Orchestrator.Activities.Bootstrap;

/// <summary>User data of one machine or scale set, the fingerprint of what it says, and the bootstrap token in it (empty: none).</summary>
public sealed record BootstrapData(string CustomDataBase64, string Fingerprint, string Token = "")
{
    public override string ToString() => $"BootstrapData {{ {Fingerprint} }}";
}
