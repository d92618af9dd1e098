using Orchestrator.Contracts.Plans;

namespace Orchestrator.Functions.Tests.Orchestrations;

internal static class Graphs
{
    /// <summary>The shape of a cluster's network: one root, a fan, a lock group, a join.</summary>
    public static IReadOnlyList<GraphStep> Network { get; } =
    [
        Step("ResourceGroup/g"),
        Step("VirtualNetwork/v", "ResourceGroup/g"),
        Step("NetworkSecurityGroup/n", "ResourceGroup/g"),
        Step("PublicIPAddress/p", "ResourceGroup/g"),
        Step("NatGateway/w", "PublicIPAddress/p"),
        Step("Subnet/a", "VirtualNetwork/v", "NetworkSecurityGroup/n") with { LockGroup = "vnet" },
        Step("Subnet/b", "VirtualNetwork/v", "NetworkSecurityGroup/n", "NatGateway/w") with { LockGroup = "vnet" },
        Step("LoadBalancer/l", "PublicIPAddress/p"),
        Step("NetworkInterface/i", "Subnet/a", "LoadBalancer/l"),
    ];

    private static GraphStep Step(string key, params string[] dependsOn) => new()
    {
        Key = key,
        Kind = key[..key.IndexOf('/')],
        Name = key[(key.IndexOf('/') + 1)..],
        Verb = StepVerb.Ensure,
        ResourceId = $"/subscriptions/s/resourceGroups/g/providers/x/{key}",
        DependsOn = dependsOn,
        Action = PlanAction.Create,
    };
}
