namespace Orchestrator.Simulator.Identity;

/// <summary>Whose tokens are taken as proof: all three must match, in their exact case.</summary>
public sealed record FederatedCredential(string Issuer, string Subject, string Audience);
