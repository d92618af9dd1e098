namespace Orchestrator.Activities.Bootstrap.Pki;

/// <summary>A certificate or public key and its private key, both in PEM, as the secret store keeps them.</summary>
public sealed record KeyPair(string PublicPem, string PrivatePem)
{
    /// <summary>Says nothing of what is inside: records end up in logs and exceptions.</summary>
    public override string ToString() => "KeyPair { *** }";
}
