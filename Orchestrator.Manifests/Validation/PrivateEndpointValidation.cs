using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

internal static class PrivateEndpointValidation
{
    private const int LongestMessage = 140;

    public static void Check(NetworkSpec network, SpecReport report)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < network.Subnets.Count; i++)
        {
            for (var j = 0; j < network.Subnets[i].PrivateEndpoints.Count; j++)
            {
                var (endpoint, path) = (network.Subnets[i].PrivateEndpoints[j], $"network.subnets[{i}].privateEndpoints[{j}]");
                CheckEndpoint(endpoint, network.Subnets[i], path, report);
                if (!names.Add(endpoint.Name))
                {
                    report.Invalid($"{path}.name", $"Two private endpoints are named '{endpoint.Name}'.", "Rename one of them.");
                }
            }
        }
    }

    private static void CheckEndpoint(PrivateEndpointSpec endpoint, SubnetSpec subnet, string path, SpecReport report)
    {
        report.Pattern($"{path}.name", "name", endpoint.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        if (endpoint.Location is { } location)
        {
            report.Pattern($"{path}.location", "location", location, NamePatterns.Location(), "the short form, such as westeurope");
        }

        if (endpoint.Connections.Count == 0)
        {
            report.Error(
                ErrorCatalog.MissingField, $"{path}.connections", $"The private endpoint '{endpoint.Name}' has no connection.",
                "Add 'privateLinkServiceConnections' with at least one item.");
        }

        if (endpoint.Connections.Count > 1)
        {
            report.Invalid($"{path}.connections[1]", $"The private endpoint '{endpoint.Name}' has {endpoint.Connections.Count} connections; Azure takes one.", "Make a private endpoint for each.");
        }

        foreach (var (connection, i) in endpoint.Connections.Select(static (c, i) => (c, i)))
        {
            CheckConnection(connection, $"{path}.connections[{i}]", report);
        }

        for (var i = 0; i < endpoint.PrivateIPAddresses.Count; i++)
        {
            CheckAddress(endpoint.PrivateIPAddresses[i], subnet, $"{path}.privateIPAddresses[{i}]", report);
        }
    }

    private static void CheckConnection(PrivateLinkServiceConnectionSpec connection, string path, SpecReport report)
    {
        if (!Unknown.IsIn(connection.PrivateLinkServiceId) && ArmId.Parse(connection.PrivateLinkServiceId) is null)
        {
            report.Invalid(
                $"{path}.privateLinkServiceId", $"\"{connection.PrivateLinkServiceId}\" is not an ARM id.",
                "Write the service's id: /subscriptions/ID/resourceGroups/NAME/providers/NAMESPACE/TYPE/NAME.");
        }

        if (connection.RequestMessage?.Length > LongestMessage)
        {
            report.Invalid($"{path}.requestMessage", $"The request message is longer than {LongestMessage} characters.", "Shorten it.");
        }
    }

    private static void CheckAddress(string text, SubnetSpec subnet, string path, SpecReport report)
    {
        if (Unknown.IsIn(text))
        {
            return;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            report.Invalid(path, $"\"{text}\" is not an IP address.", "Write an address of the subnet.");
        }
        else if (!subnet.CidrBlocks.Any(block => IPNetwork.TryParse(block, out var network) && network.Contains(address)))
        {
            report.Error(
                ErrorCatalog.AddressConflict, path, $"The address {text} does not lie in the subnet '{subnet.Name}' ({string.Join(", ", subnet.CidrBlocks)}).",
                "Choose an address of that subnet.");
        }
    }
}
