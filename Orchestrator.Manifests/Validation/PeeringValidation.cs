using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

internal static class PeeringValidation
{
    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var peerings = spec.Network.VirtualNetwork.Peerings;
        for (var i = 0; i < peerings.Count; i++)
        {
            var path = $"network.virtualNetwork.peerings[{i}]";
            if (ArmId.Parse(peerings[i].RemoteVirtualNetworkId) is { } remote && !Unknown.IsIn(remote.Name))
            {
                CheckRemote(spec, peerings.Take(i), remote, path, report);
            }

            CheckGateways($"{path}.forward", "forward", peerings[i].Forward, peerings[i].Reverse, report);
            CheckGateways($"{path}.reverse", "reverse", peerings[i].Reverse, peerings[i].Forward, report);
        }

        if (peerings.Select(static (p, i) => (p, i)).Where(static x => x.p.Forward.UseRemoteGateways == true).Skip(1).FirstOrDefault() is ({ }, var second))
        {
            report.Invalid(
                $"network.virtualNetwork.peerings[{second}].forward.useRemoteGateways", "A network uses the gateways of one peered network at most.",
                "Keep 'useRemoteGateways: true' on one peering.");
        }
    }

    private static void CheckRemote(ClusterSpec spec, IEnumerable<VirtualNetworkPeeringSpec> earlier, ArmId remote, string path, SpecReport report)
    {
        var at = $"{path}.remoteVirtualNetworkId";
        report.Pattern(at, "remoteVnetName", remote.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        ClusterValidation.CheckResourceGroup($"{path}.resourceGroup", remote.ResourceGroup, report);
        var others = earlier.Select(static p => ArmId.Parse(p.RemoteVirtualNetworkId)).OfType<ArmId>().ToList();
        if (others.Exists(other => ArmId.Same(other.ToString(), remote.ToString())))
        {
            report.Invalid(at, $"The network '{remote.Name}' of the resource group '{remote.ResourceGroup}' is peered twice.", "Remove one of the two.");
        }
        else if (others.Exists(other => ArmId.Same(other.Name, remote.Name)))
        {
            // Peerings and DNS links are named after the network, in Azure as in CAPZ.
            report.Invalid(at, $"Two peered networks are named '{remote.Name}'; their peerings would have one name.", "Peer one of them only, or give one another name.");
        }

        if (ArmId.Same(remote.Name, spec.Network.VirtualNetwork.Name))
        {
            report.Invalid(at, $"The peered network has the name of the cluster's own, '{remote.Name}'.", "Name another network, or rename the cluster's.");
        }
    }

    private static void CheckGateways(string path, string direction, PeeringOptionsSpec options, PeeringOptionsSpec opposite, SpecReport report)
    {
        if (options.UseRemoteGateways == true && opposite.AllowGatewayTransit != true)
        {
            report.Invalid(
                $"{path}.useRemoteGateways", $"The {direction} peering uses the remote network's gateways, but the opposite one does not let it.",
                "Write 'allowGatewayTransit: true' in the opposite direction, or remove 'useRemoteGateways'.");
        }
    }
}
