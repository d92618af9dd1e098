using System.Text.Json.Nodes;
using Orchestrator.Simulator.Contract;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Azure's contract and the tolerance of its services.</summary>
public sealed class ContractTests
{
    private const string Vnet = "Microsoft.Network/virtualNetworks";
    private readonly ContractValidator _contract = new();

    /// <summary>Official examples of create requests, by operation, as far as their type is simulated.</summary>
    public static TheoryData<string, string> Examples => new()
    {
        { "network/VirtualNetworkCreate.json", Vnet },
        { "network/VirtualNetworkCreateSubnet.json", Vnet },
        { "network/SubnetCreate.json", $"{Vnet}/subnets" },
        { "network/NetworkSecurityGroupCreateWithRule.json", "Microsoft.Network/networkSecurityGroups" },
        { "network/RouteTableCreateWithRoute.json", "Microsoft.Network/routeTables" },
        { "network/PublicIpAddressCreateCustomizedValues.json", "Microsoft.Network/publicIPAddresses" },
        { "network/NatGatewayCreateOrUpdate.json", "Microsoft.Network/natGateways" },
        { "network/LoadBalancerCreateStandardSku.json", "Microsoft.Network/loadBalancers" },
        { "network/LoadBalancerCreateWithInboundNatPool.json", "Microsoft.Network/loadBalancers" },
        { "network/LoadBalancerCreateWithOutboundRules.json", "Microsoft.Network/loadBalancers" },
        { "network/NetworkInterfaceCreate.json", "Microsoft.Network/networkInterfaces" },
        { "compute-other/VirtualMachine_Create_WithSshAuthentication.json", "Microsoft.Compute/virtualMachines" },
        { "compute-other/Disk_Create_Empty.json", "Microsoft.Compute/disks" },
        { "compute-vmss/VirtualMachineScaleSet_Create_WithAzureLoadBalancer.json", "Microsoft.Compute/virtualMachineScaleSets" },
        { "compute-vmss/VirtualMachineScaleSet_Create_WithPriorityMixPolicy.json", "Microsoft.Compute/virtualMachineScaleSets" },
        { "compute-vmss/VirtualMachineScaleSet_Create_WithSpotRestorePolicy.json", "Microsoft.Compute/virtualMachineScaleSets" },
        { "compute-vmss/VirtualMachineScaleSetVM_Update_MaximumSet_Gen.json", "Microsoft.Compute/virtualMachineScaleSets/virtualMachines" },
        { "identity-authorization/IdentityCreate.json", "Microsoft.ManagedIdentity/userAssignedIdentities" },
        { "identity-authorization/RoleAssignments_CreateForResource.json", "Microsoft.Authorization/roleAssignments" },
        { "resources/CreateResourceGroup.json", "Microsoft.Resources/resourceGroups" },
    };

    [Theory, MemberData(nameof(Examples))]
    public void OfficialExample_FitsTheContract(string file, string type)
    {
        var path = FindExample(file);
        if (path is null)
        {
            Assert.Skip("The reference examples are not beside the repository.");
        }

        var example = JsonNode.Parse(File.ReadAllText(path))!;
        var request = example["parameters"]!.AsObject().Select(static parameter => parameter.Value).OfType<JsonObject>().First();
        Assert.NotNull(_contract.Normalize(type, ContractBody.Put, request));
        foreach (var (_, response) in example["responses"]!.AsObject().Where(static response => response.Value?["body"] is not null))
        {
            Assert.NotNull(_contract.Normalize(type, ContractBody.Response, response!["body"]));
        }
    }

    [Fact]
    public void Body_IsReadInItsCanonicalForm()
    {
        var body = JsonNode.Parse("""{"LOCATION":"westeurope","tags":null,"etag":"x","properties":{"addressspace":{"addressprefixes":["10.0.0.0/8"]},"provisioningState":"Updating","encryption":{"enabled":true,"enforcement":"allowunencrypted"}}}""");
        Assert.Equal(
            """{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/8"]},"encryption":{"enabled":true,"enforcement":"AllowUnencrypted"}}}""",
            _contract.Normalize(Vnet, ContractBody.Put, body)!.ToJsonString());
    }

    [Theory]
    [InlineData(Vnet, """{"properties":{"subnets":[{"name":"a"},{"naem":"b"}]}}""", "properties.subnets[1].naem", "Could not find member 'naem' on object of type 'subnets'.")]
    [InlineData(Vnet, """{"properties":{"addressSpace":[]}}""", "properties.addressSpace", "Expected a value of type 'object' but found 'array'.")]
    [InlineData(Vnet, """{"properties":{"flowTimeoutInMinutes":"4"}}""", "properties.flowTimeoutInMinutes", "Error converting value '4' to type 'integer'.")]
    [InlineData(Vnet, """{"properties":{"flowTimeoutInMinutes":4.5}}""", "properties.flowTimeoutInMinutes", "Error converting value '4.5' to type 'integer'.")]
    [InlineData("Microsoft.Compute/virtualMachines", """{"properties":{}}""", "location", "Required property 'location' not found in JSON.")]
    [InlineData("Microsoft.Compute/virtualMachines", """{"location":"x","identity":{"type":"Sometimes"}}""", "identity.type", "Error converting value \"Sometimes\" to one of 'SystemAssigned, UserAssigned, SystemAssigned, UserAssigned, None'.")]
    public void Violation_NamesItsPath(string type, string json, string path, string reason)
    {
        var violation = Assert.Throws<ContractViolationException>(() => _contract.Normalize(type, ContractBody.Put, JsonNode.Parse(json)));
        Assert.Equal((path, reason), (violation.Path, violation.Reason));
    }

    [Fact]
    public void ExtensibleEnum_TakesValuesThatAreNewer()
    {
        var body = JsonNode.Parse("""{"location":"x","properties":{"hardwareProfile":{"vmSize":"Standard_Z99"}}}""");
        Assert.Equal("Standard_Z99", _contract.Normalize("Microsoft.Compute/virtualMachines", ContractBody.Put, body)!["properties"]!["hardwareProfile"]!["vmSize"]!.ToString());
    }

    private static string? FindExample(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", "shared", "reference", "arm", "examples", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
