using System.Text.Json.Serialization;

namespace Orchestrator.Activities.Bootstrap.CloudProvider;

/// <summary>azure.json: what cloud-provider-azure on the nodes reads. Member names are its own.</summary>
internal sealed record CloudProviderConfig
{
    public required string Cloud { get; init; }

    public string? TenantId { get; init; }

    public required string SubscriptionId { get; init; }

    /// <summary>The cluster's identity; only where the machines have none of their own.</summary>
    public string? AadClientId { get; init; }

    public string? AadClientSecret { get; init; }

    public required string ResourceGroup { get; init; }

    public required string SecurityGroupName { get; init; }

    public required string SecurityGroupResourceGroup { get; init; }

    public required string Location { get; init; }

    public string VmType { get; init; } = "vmss";

    public required string VnetName { get; init; }

    public required string VnetResourceGroup { get; init; }

    public required string SubnetName { get; init; }

    public required string RouteTableName { get; init; }

    /// <summary>Only where it is not the cluster's network's.</summary>
    public string? RouteTableResourceGroup { get; init; }

    public string LoadBalancerSku { get; init; } = "Standard";

    public required string LoadBalancerName { get; init; }

    public int MaximumLoadBalancerRuleCount { get; init; } = 250;

    public bool UseManagedIdentityExtension { get; init; }

    public bool UseInstanceMetadata { get; init; } = true;

    public bool EnableVmssFlexNodes { get; init; } = true;

    [JsonPropertyName("userAssignedIdentityID")]
    public string? UserAssignedIdentityId { get; init; }

    /// <summary>It may hold the client secret.</summary>
    public override string ToString() => "CloudProviderConfig { *** }";
}
