namespace Orchestrator.Contracts.Messages;

/// <summary>Names of the facts that steps hand along the graph's edges.</summary>
public static class FactNames
{
    /// <summary>Client id of a user-assigned identity, by the lower-case ARM id.</summary>
    public static string ClientId(string identityId) => $"clientId:{identityId.ToLowerInvariant()}";

    public static string PrincipalId(string identityId) => $"principalId:{identityId.ToLowerInvariant()}";

    /// <summary>Fully qualified domain name of a public IP, a DNS record or a bastion.</summary>
    public static string Fqdn(string resourceId) => $"fqdn:{resourceId.ToLowerInvariant()}";

    public static string IPAddress(string resourceId) => $"ipAddress:{resourceId.ToLowerInvariant()}";

    /// <summary>Kubernetes version that an AKS cluster runs.</summary>
    public static string Version(string resourceId) => $"version:{resourceId.ToLowerInvariant()}";
}
