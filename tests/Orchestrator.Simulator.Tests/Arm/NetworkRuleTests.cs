using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>The rules of Microsoft.Network.</summary>
public sealed class NetworkRuleTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Nodes = $"{Vnet}/subnets/nodes";
    private const string Nsg = $"{AzureTestBed.Network}/networkSecurityGroups/nsg";
    private const string Address = $"{AzureTestBed.Network}/publicIPAddresses/pip";
    private const string Balancer = $"{AzureTestBed.Network}/loadBalancers/lb";
    private const string Card = $"{AzureTestBed.Network}/networkInterfaces/nic";

    [Fact]
    public async Task SubnetsOfOneNetwork_WrittenAtOnce_RunIntoEachOther()
    {
        await using var bed = await WithNetworkAsync();
        var first = await bed.PutAsync(Nodes, ArmBodies.Subnet("10.1.0.0/16"));
        var second = await bed.PutAsync($"{Vnet}/subnets/other", ArmBodies.Subnet("10.2.0.0/16"));
        Assert.Equal((409, "AnotherOperationInProgress"), (second.Status, second.Code));
        Assert.Contains(first.Header("Azure-AsyncOperation")!, second.Message);
        Assert.Equal("AnotherOperationInProgress", (await bed.PutAsync(Vnet, ArmBodies.Network())).Code);
        await bed.SettleAsync();
        Assert.Equal(201, (await bed.PutAsync($"{Vnet}/subnets/other", ArmBodies.Subnet("10.2.0.0/16"))).Status);
    }

    [Fact]
    public async Task Reference_ToWhatIsNotReady_IsRefusedForNow()
    {
        await using var bed = await WithNetworkAsync();
        await bed.PutAsync(Nodes, ArmBodies.Subnet());
        var answer = await bed.PutAsync(Card, ArmBodies.Interface(Nodes));
        Assert.Equal((429, "ReferencedResourceNotProvisioned"), (answer.Status, answer.Code));
        Assert.Equal($"Cannot proceed with operation because resource {Nodes} used by resource {Card} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is PutSubnetOperation.", answer.Message);
        await bed.SettleAsync();
        Assert.Equal(201, (await bed.PutAsync(Card, ArmBodies.Interface(Nodes))).Status);
    }

    [Fact]
    public async Task Reference_ToNothing_IsRefused()
    {
        await using var bed = await WithNetworkAsync();
        var subnet = ArmBodies.Subnet();
        subnet["properties"]!["networkSecurityGroup"] = ArmBodies.Json(new { id = Nsg });
        var answer = await bed.PutAsync(Nodes, subnet);
        Assert.Equal((400, "InvalidResourceReference"), (answer.Status, answer.Code));
        Assert.StartsWith($"Resource {Nsg} referenced by resource {Nodes} was not found.", answer.Message);
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        Assert.Equal("InvalidResourceReference", (await bed.PutAsync(Card, ArmBodies.Interface(Nodes, $"{Balancer}/backendAddressPools/pool"))).Code);
    }

    [Theory]
    [InlineData("11.0.0.0/16", "NetcfgInvalidSubnet", "Subnet 'nodes' is not valid in virtual network 'vnet'.")]
    [InlineData("10.9.128.0/17", "NetcfgSubnetRangesOverlap", "Subnet 'nodes' is not valid because its IP address range overlaps with that of an existing subnet in virtual network 'vnet'.")]
    [InlineData("10.1.0.1/16", "InvalidCIDRNotation", $"The address prefix 10.1.0.1/16 in resource {Nodes} has an invalid CIDR notation. For the given prefix length, the address prefix should be 10.1.0.0/16.")]
    [InlineData("10.1.0.0", "InvalidAddressPrefixFormat", $"Address prefix 10.1.0.0 of resource {Nodes} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.")]
    public async Task SubnetRange_ThatCannotBe_IsRefused(string prefix, string code, string message)
    {
        await using var bed = await WithNetworkAsync();
        await bed.CreateAsync($"{Vnet}/subnets/taken", ArmBodies.Subnet("10.9.0.0/16"));
        var answer = await bed.PutAsync(Nodes, ArmBodies.Subnet(prefix));
        Assert.Equal((400, code, message), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task NetworkPut_KeepsSubnetsUnlessItListsThem()
    {
        await using var bed = await WithNetworkAsync();
        await bed.CreateAsync(Nodes, ArmBodies.Subnet("10.1.0.0/16"));
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        Assert.Equal(200, (await bed.GetAsync(Nodes)).Status);

        var body = ArmBodies.Network();
        body["properties"]!["subnets"] = new JsonArray(ArmBodies.Json(new { name = "new", properties = new { addressPrefix = "10.2.0.0/16" } }));
        var found = await bed.CreateAsync(Vnet, body);
        Assert.Equal(["new"], found["properties"]!["subnets"]!.AsArray().Select(static subnet => subnet!["name"]!.ToString()));
        Assert.Equal(404, (await bed.GetAsync(Nodes)).Status);
        Assert.Equal("Succeeded", (await bed.GetAsync($"{Vnet}/subnets/new")).State);
    }

    [Fact]
    public async Task NetworkPut_ThatDropsASubnetInUse_IsRefused()
    {
        await using var bed = await WithInterfaceAsync();
        var body = ArmBodies.Network();
        body["properties"]!["subnets"] = new JsonArray();
        var answer = await bed.PutAsync(Vnet, body);
        Assert.Equal("InUseSubnetCannotBeDeleted", answer.Code);
        Assert.Equal(200, (await bed.GetAsync(Nodes)).Status);
    }

    [Fact]
    public async Task SubnetInUse_CannotGoOrMove()
    {
        await using var bed = await WithInterfaceAsync();
        var answer = await bed.DeleteAsync(Nodes);
        Assert.Equal((400, "InUseSubnetCannotBeDeleted"), (answer.Status, answer.Code));
        Assert.Equal($"Subnet nodes is in use by {Card}/ipConfigurations/pipConfig and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.", answer.Message);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.DeleteAsync(Vnet)).Code);
        Assert.Equal("InUsePrefixCannotBeDeleted", (await bed.PutAsync(Nodes, ArmBodies.Subnet("10.5.0.0/16"))).Code);
        Assert.Equal($"{Card}/ipConfigurations/pipConfig", (await bed.GetAsync(Nodes)).Body!["properties"]!["ipConfigurations"]![0]!["id"]!.ToString());
    }

    [Fact]
    public async Task AssociatedResources_CannotBeDeleted()
    {
        await using var bed = await WithNetworkAsync();
        const string nat = $"{AzureTestBed.Network}/natGateways/nat";
        const string table = $"{AzureTestBed.Network}/routeTables/rt";
        await bed.CreateAsync(Nsg, ArmBodies.SecurityGroup());
        await bed.CreateAsync(table, ArmBodies.Located(new { }));
        await bed.CreateAsync(Address, ArmBodies.PublicAddress());
        await bed.CreateAsync(nat, ArmBodies.NatGateway(Address));
        var subnet = ArmBodies.Subnet();
        subnet["properties"]!["networkSecurityGroup"] = ArmBodies.Json(new { id = Nsg });
        subnet["properties"]!["routeTable"] = ArmBodies.Json(new { id = table });
        subnet["properties"]!["natGateway"] = ArmBodies.Json(new { id = nat });
        await bed.CreateAsync(Nodes, subnet);
        Assert.Equal("InUseNetworkSecurityGroupCannotBeDeleted", (await bed.DeleteAsync(Nsg)).Code);
        Assert.Equal("InUseRouteTableCannotBeDeleted", (await bed.DeleteAsync(table)).Code);
        Assert.Equal("InUseNatGatewayCannotBeDeleted", (await bed.DeleteAsync(nat)).Code);
        Assert.Equal($"Public IP address {Address} can not be deleted since it is still allocated to resource {nat}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.", (await bed.DeleteAsync(Address)).Message);
        Assert.Equal(Nodes, (await bed.GetAsync(Nsg)).Body!["properties"]!["subnets"]![0]!["id"]!.ToString());
        Assert.Equal("PublicIPAddressInUse", (await bed.PutAsync($"{nat}2", ArmBodies.NatGateway(Address))).Code);
        Assert.Equal("PublicIPAddressInUse", (await bed.PutAsync(Balancer, ArmBodies.LoadBalancer(Balancer, Address))).Code);
    }

    [Fact]
    public async Task PrivateAddresses_AreHandedOutOncePerSubnet()
    {
        await using var bed = await WithNetworkAsync();
        await bed.CreateAsync(Nodes, ArmBodies.Subnet("10.0.0.0/29"));
        Assert.Equal("10.0.0.4", AddressOf(await bed.CreateAsync(Card, ArmBodies.Interface(Nodes))));
        Assert.Equal("10.0.0.6", AddressOf(await bed.CreateAsync($"{Card}2", ArmBodies.Interface(Nodes, address: "10.0.0.6"))));
        Assert.Equal("10.0.0.5", AddressOf(await bed.CreateAsync($"{Card}3", ArmBodies.Interface(Nodes))));
        Assert.Equal("SubnetIsFull", (await bed.PutAsync($"{Card}4", ArmBodies.Interface(Nodes))).Code);
        Assert.Equal("PrivateIPAddressIsAllocated", (await bed.PutAsync($"{Card}4", ArmBodies.Interface(Nodes, address: "10.0.0.6"))).Code);
        Assert.Equal("PrivateIPAddressInReservedRange", (await bed.PutAsync($"{Card}4", ArmBodies.Interface(Nodes, address: "10.0.0.1"))).Code);
        Assert.Equal("PrivateIPAddressNotInSubnet", (await bed.PutAsync($"{Card}4", ArmBodies.Interface(Nodes, address: "10.1.0.9"))).Code);
        await bed.DeleteAsync($"{Card}3");
        await bed.SettleAsync();
        Assert.Equal("10.0.0.5", AddressOf(await bed.CreateAsync($"{Card}4", ArmBodies.Interface(Nodes))));
    }

    [Fact]
    public async Task PublicAddress_WithALabel_HasAnUniqueName()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var found = await bed.CreateAsync(Address, ArmBodies.PublicAddress("my-cluster"));
        Assert.Equal("my-cluster.westeurope.cloudapp.azure.com", found["properties"]!["dnsSettings"]!["fqdn"]!.ToString());
        var taken = await bed.PutAsync($"{Address}2", ArmBodies.PublicAddress("my-cluster"));
        Assert.Equal((400, "DnsRecordInUse"), (taken.Status, taken.Code));
        Assert.Equal("InvalidDomainNameLabel", (await bed.PutAsync($"{Address}2", ArmBodies.PublicAddress("9-starts-with-digit"))).Code);
    }

    [Fact]
    public async Task ImmutableProperties_CannotChange()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Address, ArmBodies.PublicAddress());
        var body = ArmBodies.PublicAddress();
        body["zones"] = new JsonArray("1");
        var answer = await bed.PutAsync(Address, body);
        Assert.Equal((409, "PropertyChangeNotAllowed", "Changing property 'zones' is not allowed."), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task SecurityRules_AreChecked()
    {
        await using var bed = await AzureTestBed.StartAsync();
        Assert.Equal("SecurityRuleConflict", (await bed.PutAsync(Nsg, ArmBodies.Located(new { securityRules = new[] { ArmBodies.Rule("a", 200, "22"), ArmBodies.Rule("b", 200, "80") } }))).Code);
        Assert.Equal("SecurityRuleInvalidPriority", (await bed.PutAsync(Nsg, ArmBodies.Located(new { securityRules = new[] { ArmBodies.Rule("a", 50, "22") } }))).Code);
        var found = await bed.CreateAsync(Nsg, ArmBodies.SecurityGroup());
        Assert.Equal(6, found["properties"]!["defaultSecurityRules"]!.AsArray().Count);
    }

    [Fact]
    public async Task LoadBalancer_ChecksItsOwnReferences()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Address, ArmBodies.PublicAddress());
        var body = ArmBodies.LoadBalancer(Balancer, Address);
        body["properties"]!["probes"] = new JsonArray();
        Assert.Equal("InvalidResourceReference", (await bed.PutAsync(Balancer, body)).Code);
        body = ArmBodies.LoadBalancer(Balancer, Address);
        body["properties"]!["inboundNatRules"] = new JsonArray(ArmBodies.Json(new { name = "clash", properties = new { protocol = "Tcp", frontendPort = 6443, backendPort = 22, frontendIPConfiguration = new { id = $"{Balancer}/frontendIPConfigurations/fe" } } }));
        Assert.Equal("RulesUseSameFrontendPortProtocolAndIPConfig", (await bed.PutAsync(Balancer, body)).Code);
    }

    [Fact]
    public async Task LoadBalancer_KnowsWhoIsBehindIt()
    {
        await using var bed = await WithNetworkAsync();
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync(Address, ArmBodies.PublicAddress());
        await bed.CreateAsync(Balancer, ArmBodies.LoadBalancer(Balancer, Address));
        await bed.CreateAsync(Card, ArmBodies.Interface(Nodes, $"{Balancer}/backendAddressPools/pool"));
        var pool = (await bed.GetAsync($"{Balancer}/backendAddressPools/pool")).Body!;
        Assert.Equal($"{Card}/ipConfigurations/pipConfig", pool["properties"]!["backendIPConfigurations"]![0]!["id"]!.ToString());
        Assert.Equal($"{Balancer}/loadBalancingRules/LBRuleHTTPS", pool["properties"]!["loadBalancingRules"]![0]!["id"]!.ToString());
        Assert.Equal("InUseChildResourceCannotBeDeleted", (await bed.DeleteAsync($"{Balancer}/backendAddressPools/pool")).Code ?? "");
    }

    [Fact]
    public async Task InboundNatRules_OfOneBalancer_TakeTurns()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Address, ArmBodies.PublicAddress());
        await bed.CreateAsync(Balancer, ArmBodies.LoadBalancer(Balancer, Address));
        Assert.Equal(201, (await bed.PutAsync($"{Balancer}/inboundNatRules/a", ArmBodies.NatRule(Balancer, 22))).Status);
        Assert.Equal("AnotherOperationInProgress", (await bed.PutAsync($"{Balancer}/inboundNatRules/b", ArmBodies.NatRule(Balancer, 2201))).Code);
        await bed.SettleAsync();
        await bed.CreateAsync($"{Balancer}/inboundNatRules/b", ArmBodies.NatRule(Balancer, 2201));
        Assert.Equal(2, (await bed.GetAsync(Balancer)).Body!["properties"]!["inboundNatRules"]!.AsArray().Count);
    }

    [Fact]
    public async Task InterfaceOfAMachine_CannotBeDeleted()
    {
        await using var bed = await WithInterfaceAsync();
        const string machine = $"{AzureTestBed.Compute}/virtualMachines/vm";
        await bed.CreateAsync(machine, ArmBodies.Machine(Card));
        var answer = await bed.DeleteAsync(Card);
        Assert.Equal((400, "NicInUse"), (answer.Status, answer.Code));
        Assert.Equal(machine, (await bed.GetAsync(Card)).Body!["properties"]!["virtualMachine"]!["id"]!.ToString());
    }

    private static string AddressOf(JsonNode card) => card["properties"]!["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]!.ToString();

    private static async Task<AzureTestBed> WithNetworkAsync()
    {
        var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        return bed;
    }

    private static async Task<AzureTestBed> WithInterfaceAsync()
    {
        var bed = await WithNetworkAsync();
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync(Card, ArmBodies.Interface(Nodes));
        return bed;
    }
}
