using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class PrivateEndpointReader
{
    public static PrivateEndpointSpec Read(ObjectReader endpoint) => new()
    {
        Name = endpoint.RequiredString("name"),
        Location = endpoint.String("location"),
        Connections = [.. endpoint.Objects("privateLinkServiceConnections", at: "connections").Select(c => ReadConnection(c, endpoint))],
        CustomNetworkInterfaceName = endpoint.String("customNetworkInterfaceName"),
        PrivateIPAddresses = endpoint.Strings("privateIPAddresses"),
        ApplicationSecurityGroups = ArmId.ReadAll(endpoint, "applicationSecurityGroups", ArmId.ApplicationSecurityGroup),
        ManualApproval = endpoint.Boolean("manualApproval") ?? false,
    };

    // Azure keys connections by name; one without a name takes its endpoint's.
    private static PrivateLinkServiceConnectionSpec ReadConnection(ObjectReader connection, ObjectReader endpoint) => new()
    {
        Name = connection.String("name") ?? endpoint.String("name") ?? Sources.Unknown.Text,
        PrivateLinkServiceId = connection.RequiredString("privateLinkServiceID", at: "privateLinkServiceId"),
        GroupIds = connection.Strings("groupIDs", at: "groupIds"),
        RequestMessage = connection.String("requestMessage"),
    };
}
