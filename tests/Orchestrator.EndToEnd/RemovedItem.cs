using System.Text.Json.Nodes;

namespace Orchestrator.EndToEnd;

/// <summary>
/// An item that a manifest had and has no more: the sample's edits with it and without it, the types of resources that show it, the marks by which it is known
/// there, and what others add of the same kind.
/// </summary>
public sealed record RemovedItem(string[] Types, string[] Ours, (string From, string To)[] Whole, (string From, string To)[]? Without = null)
{
    private const string Group = $"/subscriptions/{Manifests.Subscription}/resourceGroups/c1";
    private const string Provider = $"{Group}/providers/Microsoft.Network";
    private const string Network = $"{Provider}/virtualNetworks/c1-vnet";
    private const string TheirNetwork = $"/subscriptions/{Manifests.Subscription}/resourceGroups/theirs/providers/Microsoft.Network/virtualNetworks/theirs";
    private const string Store = $"/subscriptions/{Manifests.Subscription}/resourceGroups/theirs/providers/Microsoft.Storage/storageAccounts/target";
    private const string Identities = $"/subscriptions/{Manifests.Subscription}/resourceGroups/theirs/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
    private const string Pool = $"{Group}/providers/Microsoft.Compute/virtualMachineScaleSets/c1-mp-0";
    private const string Account = $"{Group}/providers/Microsoft.Storage/storageAccounts/oursandtheirs";
    private const string NetworkField = "  network:\n";
    private const string NodeSubnet = "node-subnet, role: node";
    private const string PoolSize = "    vmSize: ${AZURE_NODE";
    private const string ControlPlaneSize = "    vmSize: ${AZURE_CONTROL";
    private const string Extension = "    vmExtensions: [{ name: ours-agent, publisher: Contoso.Agents, version: '1.0' }]\n";
    private const string Private = "    apiServer: { type: Internal }\n    controlPlaneOutbound: {}\n";
    private static readonly string[] Peered = ["Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "Microsoft.Network/privateDnsZones/virtualNetworkLinks"];
    private static readonly string[] ScaleSet = ["Microsoft.Compute/virtualMachineScaleSets"];

    public static IReadOnlyDictionary<string, RemovedItem> All { get; } = new Dictionary<string, RemovedItem>(StringComparer.Ordinal)
    {
        ["tag of all resources"] = new(
            [
                "Microsoft.Resources/resourceGroups", "Microsoft.Network/virtualNetworks", "Microsoft.Network/networkSecurityGroups", "Microsoft.Network/routeTables",
                "Microsoft.Network/natGateways", "Microsoft.Network/publicIPAddresses", "Microsoft.Network/loadBalancers", "Microsoft.Network/networkInterfaces",
                "Microsoft.Compute/virtualMachines", .. ScaleSet,
            ],
            ["ours-tag"],
            [(NetworkField, $"  tags: {{ cost: ours-tag }}\n{NetworkField}")])
        {
            ApiVersion = "2024-07-01",
            Others = [(Pool, static body => body["tags"]!["theirs"] = "theirs-tag")],
        },
        ["tag of machines"] = new(
            ["Microsoft.Compute/virtualMachines", "Microsoft.Network/networkInterfaces", .. ScaleSet],
            ["ours-pool-tag", "ours-vm-tag"],
            [(PoolSize, $"    tags: {{ team: ours-pool-tag }}\n{PoolSize}"), (ControlPlaneSize, $"    tags: {{ team: ours-vm-tag }}\n{ControlPlaneSize}")]),
        ["security rule"] = new(
            ["Microsoft.Network/networkSecurityGroups"],
            ["ours-rule"],
            [(NodeSubnet, $"{NodeSubnet}, securityRules: [{{ name: ours-rule, protocol: Tcp, priority: 300, destinationPorts: '9000' }}]")])
        {
            Others = [($"{Provider}/networkSecurityGroups/c1-node-nsg", static body => AddCopy(body, "securityRules", Rule("theirs-rule")))],
        },
        ["service endpoint"] = new(
            ["Microsoft.Network/virtualNetworks/subnets"],
            ["Microsoft.Sql"],
            [(NodeSubnet, $"{NodeSubnet}, serviceEndpoints: [{{ service: Microsoft.Sql, locations: ['*'] }}]")])
        {
            Others = [($"{Network}/subnets/node-subnet", static body => AddCopy(body, "serviceEndpoints", new JsonObject { ["service"] = "Microsoft.KeyVault", ["locations"] = new JsonArray("*") }))],
            Theirs = ["Microsoft.KeyVault"],
        },
        ["peering with a private zone's link"] = new(
            Peered,
            ["/virtualNetworks/hub/virtualNetworkPeerings/hub-to-c1-vnet", "/virtualNetworks/c1-vnet/virtualNetworkPeerings/c1-vnet-to-hub", "/virtualNetworkLinks/hub-link"],
            [(NetworkField, $"{NetworkField}    virtualNetwork: {{ peerings: [{{ remote: {Manifests.HubId} }}] }}\n{Private}")],
            [(NetworkField, $"{NetworkField}{Private}")])
        {
            Others =
            [
                ($"{Network}/virtualNetworkPeerings/theirs-peering", static body => body["properties"] = Leads("remoteVirtualNetwork", TheirNetwork)),
                ($"{Manifests.HubId}/virtualNetworkPeerings/theirs-peering-too", static body => body["properties"] = Leads("remoteVirtualNetwork", TheirNetwork)),
            ],
            Theirs = ["theirs-peering", "theirs-peering-too"],
        },
        ["bastion"] = new(
            ["Microsoft.Network/bastionHosts", "Microsoft.Network/virtualNetworks/subnets", "Microsoft.Network/publicIPAddresses"],
            ["/bastionHosts/", "/subnets/AzureBastionSubnet", "c1-azure-bastion"],
            [(NetworkField, $"{NetworkField}    bastion: {{}}\n")])
        {
            Others = [($"{Network}/subnets/theirs-subnet", static body => body["properties"] = new JsonObject { ["addressPrefix"] = "10.99.0.0/24" })],
        },
        ["private endpoint"] = new(
            ["Microsoft.Network/privateEndpoints"],
            ["/privateEndpoints/ours-pe"],
            [(NodeSubnet, $"{NodeSubnet}, privateEndpoints: [{{ name: ours-pe, privateLinkServiceConnections: [{{ privateLinkServiceID: {Store}, groupIDs: [blob] }}] }}]")])
        {
            Others = [($"{Provider}/privateEndpoints/theirs-pe", static body => TheirEndpoint(body))],
        },
        ["port of the API server"] = new(
            ["Microsoft.Network/loadBalancers"],
            ["ours-port"],
            [(NetworkField, $"{NetworkField}    apiServer: {{ ports: [{{ name: ours-port, port: 8443 }}] }}\n")])
        {
            Others = [($"{Provider}/loadBalancers/c1-public-lb", static body => AddTheirBalancerRule(body))],
        },
        ["machine pool"] = new(
            ScaleSet,
            ["/virtualMachineScaleSets/second"],
            [("    maxUnavailable: 0\n", "    maxUnavailable: 0\n  - { name: second, replicas: 1, vmSize: Standard_D2s_v3 }\n")]),
        ["policies of the backups"] = new(
            ["Microsoft.Storage/storageAccounts/blobServices/containers", "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies", "Microsoft.Storage/storageAccounts/managementPolicies"],
            ["/immutabilityPolicies/default", "/managementPolicies/default"],
            [(NetworkField, $"  backup: {{ resourceGroup: c1, storageAccount: oursandtheirs, deleteAfterDays: 30, immutability: {{ days: 7 }} }}\n{NetworkField}")],
            [(NetworkField, $"  backup: {{ resourceGroup: c1, storageAccount: oursandtheirs }}\n{NetworkField}")])
        {
            ApiVersion = "2023-05-01",
            Others = [($"{Account}/blobServices/default/containers/theirs-container", static body => body["properties"] = new JsonObject())],
        },
        ["custom role"] = new(
            ["Microsoft.Authorization/roleDefinitions", "Microsoft.Authorization/roleAssignments"],
            ["Microsoft.Network/publicIPPrefixes/read", "/roleAssignments/"],
            [(NetworkField, $"  roles: [{{ name: ours-role, actions: [Microsoft.Network/publicIPPrefixes/read] }}]\n{NetworkField}")])
        {
            ApiVersion = "2022-04-01",
            Others = [($"{Group}/providers/Microsoft.Authorization/roleDefinitions/00000000-0000-0000-0000-0000000000aa", static body => TheirRole(body))],
        },
        ["VM extension"] = new(
            ["Microsoft.Compute/virtualMachines/extensions", .. ScaleSet],
            ["ours-agent"],
            [(PoolSize, Extension + PoolSize), (ControlPlaneSize, Extension + ControlPlaneSize)])
        {
            ApiVersion = "2024-07-01",
            Others = [(Pool, static body => AddTheirExtension(body))],
        },
        ["data disk of a pool"] = new(
            ScaleSet,
            ["c1-mp-0_ours"],
            [(PoolSize, $"    dataDisks: [{{ nameSuffix: ours, diskSizeGB: 32, lun: 0 }}]\n{PoolSize}")]),
        ["one identity of a pool"] = new(
            ScaleSet,
            ["/ours-identity"],
            [(PoolSize, $"    userAssignedIdentities: [{Manifests.IdentityId}, {Identities}/ours-identity]\n{PoolSize}")],
            [(PoolSize, $"    userAssignedIdentities: [{Manifests.IdentityId}]\n{PoolSize}")])
        {
            ApiVersion = "2024-07-01",
            Others = [(Pool, static body => body["identity"]!["userAssignedIdentities"]![$"{Identities}/theirs-identity"] = new JsonObject())],
        },
        ["all identities of a pool"] = new(
            ScaleSet,
            ["/ours-identity"],
            [(PoolSize, $"    userAssignedIdentities: [{Identities}/ours-identity]\n{PoolSize}")])
        {
            ApiVersion = "2024-07-01",
        },
        ["identity of a flexible pool"] = new(
            ["Microsoft.Compute/virtualMachines", .. ScaleSet],
            ["/ours-identity"],
            [(PoolSize, $"    orchestrationMode: Flexible\n    userAssignedIdentities: [{Manifests.IdentityId}, {Identities}/ours-identity]\n{PoolSize}")],
            [(PoolSize, $"    orchestrationMode: Flexible\n    userAssignedIdentities: [{Manifests.IdentityId}]\n{PoolSize}")]),
        ["identity of the control plane"] = new(
            ["Microsoft.Compute/virtualMachines"],
            ["/ours-identity"],
            [("/${USER_IDENTITY:=cloud-provider-user-identity}\n", $"/${{USER_IDENTITY:=cloud-provider-user-identity}}\n    - {Identities}/ours-identity\n")]),
    };

    public (string From, string To)[] Less => Without ?? [];

    /// <summary>Ids that others write, and what they make of what is there.</summary>
    public (string Id, Action<JsonObject> Change)[] Others { get; init; } = [];

    public string[] Theirs
    {
        get => field ?? (Others.Length == 0 ? [] : ["theirs-"]);
        init;
    }

    public string ApiVersion { get; init; } = "2024-03-01";

    /// <summary>What is there before the cluster.</summary>
    public static void Seed(ClusterHarness harness)
    {
        const string networks = "Microsoft.Network/virtualNetworks";
        harness.Azure.Resources.Seed(Manifests.HubId, networks, """{"properties":{"addressSpace":{"addressPrefixes":["172.16.0.0/16"]}}}""");
        harness.Azure.Resources.Seed(TheirNetwork, networks, """{"properties":{"addressSpace":{"addressPrefixes":["172.17.0.0/16"]}}}""");
        harness.Azure.Resources.Seed(Store, "Microsoft.Storage/storageAccounts", """{"sku":{"name":"Standard_LRS"},"kind":"StorageV2"}""");
        foreach (var identity in new[] { "ours-identity", "theirs-identity" })
        {
            harness.Azure.Resources.Seed($"{Identities}/{identity}", "Microsoft.ManagedIdentity/userAssignedIdentities", "{}");
        }
    }

    private static JsonObject Leads(string member, string id) => new() { [member] = new JsonObject { ["id"] = id } };

    private static void AddCopy(JsonObject body, string list, JsonObject item)
    {
        if (body["properties"]![list] is not JsonArray items)
        {
            body["properties"]![list] = items = [];
        }

        items.Add(item);
    }

    private static JsonObject Rule(string name) => new()
    {
        ["name"] = name,
        ["properties"] = new JsonObject
        {
            ["protocol"] = "Tcp", ["direction"] = "Inbound", ["priority"] = 400, ["access"] = "Allow", ["sourcePortRange"] = "*", ["destinationPortRange"] = "9100",
            ["sourceAddressPrefix"] = "*", ["destinationAddressPrefix"] = "*",
        },
    };

    private static void AddTheirBalancerRule(JsonObject body)
    {
        var copy = (JsonObject)body["properties"]!["loadBalancingRules"]![0]!.DeepClone();
        copy.Remove("id");
        copy["name"] = "theirs-rule";
        copy["properties"]!["frontendPort"] = 9443;
        copy["properties"]!["backendPort"] = 9443;
        AddCopy(body, "loadBalancingRules", copy);
    }

    private static void AddTheirExtension(JsonObject body)
    {
        var extension = new JsonObject { ["name"] = "theirs-agent", ["properties"] = new JsonObject { ["publisher"] = "Fabrikam", ["type"] = "theirs-agent", ["typeHandlerVersion"] = "1.0" } };
        ((JsonArray)body["properties"]!["virtualMachineProfile"]!["extensionProfile"]!["extensions"]!).Add(extension);
    }

    private static void TheirEndpoint(JsonObject body)
    {
        body["location"] = "westeurope";
        var connection = new JsonObject { ["name"] = "one", ["properties"] = new JsonObject { ["privateLinkServiceId"] = Store, ["groupIds"] = new JsonArray("blob") } };
        body["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = $"{Network}/subnets/node-subnet" }, ["privateLinkServiceConnections"] = new JsonArray(connection) };
    }

    private static void TheirRole(JsonObject body) => body["properties"] = new JsonObject
    {
        ["roleName"] = "theirs-role",
        ["type"] = "CustomRole",
        ["assignableScopes"] = new JsonArray(Group),
        ["permissions"] = new JsonArray(new JsonObject { ["actions"] = new JsonArray("Microsoft.Network/publicIPAddresses/read") }),
    };
}
