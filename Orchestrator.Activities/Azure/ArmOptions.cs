using Microsoft.Extensions.Configuration;

namespace Orchestrator.Activities.Azure;

/// <summary>Where ARM is and how we prove who we are, from the configuration section <c>Orchestrator:Azure</c>.</summary>
public sealed record ArmOptions
{
    public const string SimulatedCredential = "simulated";

    /// <summary>Null: the endpoint of the cluster's cloud.</summary>
    public Uri? ManagementEndpoint { get; init; }

    /// <summary>Where identities sign in; null: the authority of the cluster's cloud.</summary>
    public Uri? AuthorityHost { get; init; }

    /// <summary>
    /// File with the token that workload identities show, renewed by whoever writes it; null: the file that <c>AZURE_FEDERATED_TOKEN_FILE</c> names,
    /// or, where that is not set, tokens of the app's own managed identity, which a federated credential may trust as well.
    /// </summary>
    public string? FederatedTokenFile { get; init; }

    /// <summary>Client id of the app's own user-assigned identity, from <c>AZURE_CLIENT_ID</c>; null: its system-assigned one.</summary>
    public string? OwnClientId { get; init; }

    /// <summary>Path of a PEM file with the authorities to trust besides the system's, for an endpoint of one's own.</summary>
    public string? CertificateAuthorityPem { get; init; }

    /// <summary><c>simulated</c> sends a fixed token; everything else uses the cluster's identity.</summary>
    public string? Credential { get; init; }

    public static ArmOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Orchestrator:Azure");
        return new ArmOptions
        {
            ManagementEndpoint = section["ManagementEndpoint"] is { Length: > 0 } endpoint ? new Uri(endpoint) : null,
            AuthorityHost = section["AuthorityHost"] is { Length: > 0 } authority ? new Uri(authority) : null,
            CertificateAuthorityPem = section["CertificateAuthorityPem"] is { Length: > 0 } path ? path : null,
            FederatedTokenFile = (section["FederatedTokenFile"] ?? configuration["AZURE_FEDERATED_TOKEN_FILE"]) is { Length: > 0 } file ? file : null,
            OwnClientId = configuration["AZURE_CLIENT_ID"] is { Length: > 0 } own ? own : null,
            Credential = section["Credential"],
        };
    }
}
