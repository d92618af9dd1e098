namespace Orchestrator.Simulator.Identity;

/// <summary>An application of the tenant with its service principal, and what it may prove itself with.</summary>
public sealed record Application
{
    /// <summary>The one that exists unless others are given.</summary>
    public static Application Standard { get; } = new()
    {
        ClientId = "22222222-2222-2222-2222-222222222222",
        ObjectId = "33333333-3333-3333-3333-333333333333",
        ClientSecret = "simulated-secret",
    };

    public required string ClientId { get; init; }

    /// <summary>Of the service principal; role assignments name it.</summary>
    public required string ObjectId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>May do everything everywhere. False: only what role assignments say, where roles are enforced.</summary>
    public bool IsOwner { get; init; } = true;

    /// <summary>PEM of the certificate, without its key.</summary>
    public string? CertificatePem { get; init; }

    public IReadOnlyList<FederatedCredential> FederatedCredentials { get; init; } = [];
}
