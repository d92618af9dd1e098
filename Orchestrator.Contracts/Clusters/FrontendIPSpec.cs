namespace Orchestrator.Contracts.Clusters;

/// <summary>Public: the name and DNS label of its public IP. Internal: the private address in the control plane's subnet.</summary>
public sealed record FrontendIPSpec
{
    public required string Name { get; init; }

    public string? PublicIPName { get; init; }

    /// <summary>Domain name label of the public IP; with location and cloud suffix it is the FQDN.</summary>
    public string? DnsLabel { get; init; }

    public string? PrivateIPAddress { get; init; }

    /// <summary>Of the public IP.</summary>
    public IReadOnlyList<IPTagSpec> PublicIPTags { get; init; } = [];
}
