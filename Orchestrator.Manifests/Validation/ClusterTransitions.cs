using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Validation.ManagedClusters;

namespace Orchestrator.Manifests.Validation;

/// <summary>What may change between two specs of one cluster.</summary>
public static class ClusterTransitions
{
    /// <summary>
    /// Every change that is not possible; empty when <paramref name="after"/> may follow <paramref name="before"/>. Both are valid by themselves.
    /// <paramref name="origins"/> of <paramref name="after"/> give the diagnostics their lines.
    /// </summary>
    public static IReadOnlyList<Diagnostic> Validate(ClusterSpec before, ClusterSpec after, SpecOrigins? origins = null)
    {
        var sink = new DiagnosticSink();
        var changes = new TransitionReport(sink, origins);
        CheckCluster(before, after, changes);
        changes.Same("managedCluster", Flavour(before), Flavour(after));
        if (before.ManagedCluster is not null && after.ManagedCluster is not null)
        {
            ManagedClusterTransitions.Check(before, after, changes);
        }
        else if (before.ManagedCluster is null && after.ManagedCluster is null)
        {
            CheckNetwork(before.Network, after.Network, changes);
            CheckVersions(before, after, changes);
        }

        BackupValidation.CheckTransition(before.Backup, after.Backup, changes);
        return sink.ToList([]);
    }

    private static string Flavour(ClusterSpec spec) => spec.ManagedCluster is null ? "a kubeadm cluster" : "an AKS cluster";

    private static void CheckCluster(ClusterSpec before, ClusterSpec after, TransitionReport changes)
    {
        changes.Same("key", before.Key.ToString(), after.Key.ToString());
        changes.Same("subscriptionId", before.SubscriptionId, after.SubscriptionId);
        changes.Same("location", before.Location, after.Location);
        changes.Same("resourceGroup", before.ResourceGroup, after.ResourceGroup);
        changes.Same("environment", before.Environment, after.Environment);
        changes.Same("clusterNetwork.endpoint.host", before.ClusterNetwork.ControlPlaneHost, after.ClusterNetwork.ControlPlaneHost);
        changes.Same("clusterNetwork.endpoint.port", before.ClusterNetwork.ControlPlanePort, after.ClusterNetwork.ControlPlanePort);
        changes.Same("clusterNetwork.apiServerPort", before.ClusterNetwork.ApiServerPort, after.ClusterNetwork.ApiServerPort);
        changes.Same("clusterNetwork.serviceDomain", before.ClusterNetwork.ServiceDomain, after.ClusterNetwork.ServiceDomain);
        changes.Same("clusterNetwork.podCidrBlocks", before.ClusterNetwork.PodCidrBlocks, after.ClusterNetwork.PodCidrBlocks);
        changes.Same("clusterNetwork.serviceCidrBlocks", before.ClusterNetwork.ServiceCidrBlocks, after.ClusterNetwork.ServiceCidrBlocks);
        changes.Same("controlPlane.name", before.ControlPlane.Name, after.ControlPlane.Name);

        // Its machines got theirs when they were made.
        changes.SameOnceSet("controlPlane.machine.systemAssignedRole.definitionId", before.ControlPlane.Machine.SystemAssignedRole?.DefinitionId, after.ControlPlane.Machine.SystemAssignedRole?.DefinitionId);
        if (before.Identity.Name == after.Identity.Name && before.Identity.Namespace == after.Identity.Namespace)
        {
            changes.Same("identity.type", before.Identity.Type, after.Identity.Type);
        }
    }

    private static void CheckNetwork(NetworkSpec before, NetworkSpec after, TransitionReport changes)
    {
        changes.Same("network.virtualNetwork.name", before.VirtualNetwork.Name, after.VirtualNetwork.Name);
        changes.Same("network.virtualNetwork.resourceGroup", before.VirtualNetwork.ResourceGroup, after.VirtualNetwork.ResourceGroup);
        changes.Same("network.virtualNetwork.cidrBlocks", before.VirtualNetwork.CidrBlocks, after.VirtualNetwork.CidrBlocks);
        foreach (var subnet in before.Subnets)
        {
            var index = after.Subnets.ToList().FindIndex(s => s.Name == subnet.Name);
            if (index < 0)
            {
                // A bastion may go, and its subnet with it.
                if (subnet.Role == SubnetRole.Bastion)
                {
                    continue;
                }

                changes.Removed("network.subnets", $"the subnet '{subnet.Name}'");
            }
            else
            {
                CheckSubnet($"network.subnets[{index}]", subnet, after.Subnets[index], changes);
            }
        }

        CheckLoadBalancer("network.apiServerLoadBalancer", before.ApiServerLoadBalancer, after.ApiServerLoadBalancer, changes);
        if (before.NodeOutboundLoadBalancer is { } outbound)
        {
            CheckNodeOutbound("network.nodeOutboundLoadBalancer", outbound, after.NodeOutboundLoadBalancer, changes);
        }

        // The machines that are there joined these pools, or none, when they were made.
        changes.Same("network.controlPlaneOutboundLoadBalancer", Describe(before.ControlPlaneOutboundLoadBalancer), Describe(after.ControlPlaneOutboundLoadBalancer));
        changes.Same("network.apiServerLoadBalancer.frontends", Describe(before.ApiServerInternalLoadBalancer), Describe(after.ApiServerInternalLoadBalancer));
        changes.Same("network.privateDnsZone", Describe(before.PrivateDnsZone), Describe(after.PrivateDnsZone));
        if (before.Bastion is { } bastion && after.Bastion is { } next)
        {
            CheckBastion(bastion, next, changes);
        }
    }

    // A network takes one bastion, so a new one cannot be made before the old one goes. CAPZ freezes all of it; Azure does not.
    private static void CheckBastion(BastionSpec before, BastionSpec after, TransitionReport changes)
    {
        changes.Same("network.bastion.name", before.Name, after.Name);
        changes.Same("network.bastion.publicIPName", before.PublicIPName, after.PublicIPName);
        if (before.Sku == "Standard")
        {
            changes.Same("network.bastion.sku", before.Sku, after.Sku);
        }
    }

    private static void CheckSubnet(string path, SubnetSpec before, SubnetSpec after, TransitionReport changes)
    {
        changes.Same($"{path}.role", before.Role, after.Role);
        changes.Same($"{path}.cidrBlocks", before.CidrBlocks, after.CidrBlocks);
        changes.Same($"{path}.securityGroup.name", before.SecurityGroup?.Name ?? "nothing", after.SecurityGroup?.Name ?? "nothing");
        changes.Same($"{path}.securityGroup.borrowedId", before.SecurityGroup?.BorrowedId ?? "nothing", after.SecurityGroup?.BorrowedId ?? "nothing");
        // Both may be added to a subnet that has none.
        changes.SameOnceSet($"{path}.routeTable", before.RouteTable, after.RouteTable);
        changes.SameOnceSet($"{path}.routeTable", before.BorrowedRouteTableId, after.BorrowedRouteTableId);
        changes.SameOnceSet($"{path}.natGateway.name", before.NatGateway?.Name, after.NatGateway?.Name);
    }

    private static void CheckLoadBalancer(string path, LoadBalancerSpec before, LoadBalancerSpec after, TransitionReport changes)
    {
        changes.Same($"{path}.name", before.Name, after.Name);
        changes.Same($"{path}.type", before.Type, after.Type);
        changes.Same($"{path}.idleTimeoutInMinutes", before.IdleTimeoutInMinutes, after.IdleTimeoutInMinutes);
        changes.Same($"{path}.availabilityZones", before.AvailabilityZones, after.AvailabilityZones);
        changes.Same($"{path}.backendPoolName", before.BackendPoolName, after.BackendPoolName);
        changes.Same($"{path}.frontends", [.. before.Frontends.Select(Describe)], [.. after.Frontends.Select(Describe)]);
    }

    private static void CheckNodeOutbound(string path, LoadBalancerSpec before, LoadBalancerSpec? after, TransitionReport changes)
    {
        if (after is null)
        {
            changes.Removed(path, "the nodes' outbound load balancer");
            return;
        }

        // The number of addresses may change; their names follow from it.
        var counted = before.Frontends.Count != after.Frontends.Count;
        CheckLoadBalancer(path, before, counted ? after with { Frontends = before.Frontends } : after, changes);
    }

    private static void CheckVersions(ClusterSpec before, ClusterSpec after, TransitionReport changes)
    {
        changes.Version("controlPlane.version", "The control plane", before.ControlPlane.Version, after.ControlPlane.Version, mostMinors: 1);
        for (var i = 0; i < after.MachinePools.Count; i++)
        {
            var pool = after.MachinePools[i];
            if (before.MachinePools.FirstOrDefault(p => p.Name == pool.Name) is { } old)
            {
                changes.Same($"machinePools[{i}].orchestrationMode", old.OrchestrationMode, pool.OrchestrationMode);

                // A pool may jump several minors: its machines are replaced, not upgraded.
                changes.Version($"machinePools[{i}].version", $"The pool '{pool.Name}'", old.Version, pool.Version, mostMinors: null);
            }
        }
    }

    private static string Describe(LoadBalancerSpec? balancer) => balancer is null
        ? "nothing"
        : $"{balancer.Name} ({string.Join(", ", balancer.Frontends.Select(Describe))}, {balancer.BackendPoolName}, {balancer.IdleTimeoutInMinutes} min, "
            + $"zones [{string.Join(", ", balancer.AvailabilityZones)}])";

    private static string Describe(PrivateDnsZoneSpec? zone) => zone is null ? "nothing" : $"{zone.Name} in {zone.SubscriptionId}/{zone.ResourceGroup}";

    private static string Describe(FrontendIPSpec frontend) =>
        string.Join(' ', new[] { frontend.Name, frontend.PublicIPName, frontend.DnsLabel, frontend.PrivateIPAddress }.Where(static part => part is not null));
}
