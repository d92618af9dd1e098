namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Resource groups and what goes with them.</summary>
public sealed class ResourceGroupTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Nodes = $"{Vnet}/subnets/nodes";
    private const string Address = $"{AzureTestBed.Network}/publicIPAddresses/pip";
    private const string Balancer = $"{AzureTestBed.Network}/loadBalancers/lb";
    private const string Card = $"{AzureTestBed.Network}/networkInterfaces/nic";
    private const string Machine = $"{AzureTestBed.Compute}/virtualMachines/vm";

    [Fact]
    public async Task Group_IsThereAtOnce()
    {
        await using var bed = await AzureTestBed.StartAsync(withGroup: false);
        Assert.Equal(404, (await bed.SendAsync("HEAD", AzureTestBed.Group)).Status);
        var created = await bed.PutAsync(AzureTestBed.Group, ArmBodies.Located());
        Assert.Equal((201, "Succeeded"), (created.Status, created.State));
        Assert.Equal(204, (await bed.SendAsync("HEAD", AzureTestBed.Group)).Status);
        Assert.Equal(200, (await bed.PutAsync(AzureTestBed.Group, ArmBodies.Located())).Status);
        var moved = ArmBodies.Located();
        moved["location"] = "northeurope";
        Assert.Equal((409, "InvalidResourceGroupLocation"), await bed.PutAsync(AzureTestBed.Group, moved) is var answer ? (answer.Status, answer.Code) : default);
        Assert.Equal("InvalidResourceGroup", (await bed.PutAsync($"{AzureTestBed.Subscription}/resourceGroups/ends.", ArmBodies.Located())).Code);
    }

    [Fact]
    public async Task DeletionOfAnEmptyGroup_TakesAbout20Seconds()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var before = bed.Clock.GetUtcNow();
        var answer = await bed.DeleteAsync(AzureTestBed.Group);
        Assert.Equal(202, answer.Status);
        Assert.Null(answer.Header("Azure-AsyncOperation"));
        Assert.Equal("Deleting", (await bed.GetAsync(AzureTestBed.Group)).State);
        Assert.Equal((409, "ResourceGroupBeingDeleted", "The resource group 'rg' is in deprovisioning state and cannot perform this operation."), await bed.PutAsync(Vnet, ArmBodies.Network()) is var busy ? (busy.Status, busy.Code, busy.Message) : default);
        Assert.Equal(202, (await bed.SendAsync("GET", answer.Header("Location")!)).Status);
        await bed.SettleAsync();
        Assert.InRange((bed.Clock.GetUtcNow() - before).TotalSeconds, 15, 21);
        Assert.Equal(200, (await bed.SendAsync("GET", answer.Header("Location")!)).Status);
        Assert.Equal(404, (await bed.GetAsync(AzureTestBed.Group)).Status);
    }

    [Fact]
    public async Task Deletion_TakesEverythingAlongInAnOrderThatWorks()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await FillAsync(bed);
        await bed.DeleteAsync(AzureTestBed.Group);
        await bed.SettleAsync();
        Assert.Empty(bed.Azure.Resources.All);
        Assert.Null(bed.Azure.Machines.PhaseOf(Machine));
        var ended = bed.Azure.Resources.Journal.Where(static entry => entry.Method == "DELETE").ToDictionary(static entry => entry.ResourceId, static entry => entry);
        Assert.True(ended[Machine].Ended <= ended[Card].Started);
        Assert.True(ended[Card].Ended <= ended[Vnet].Started);
        Assert.True(ended[Balancer].Ended <= ended[Address].Started);
        Assert.All(ended.Values, static entry => Assert.Equal("Succeeded", entry.Status));
    }

    [Fact]
    public async Task Deletion_WaitsForWhatStillRuns()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.PutAsync(Vnet, ArmBodies.Network());
        await bed.DeleteAsync(AzureTestBed.Group);
        await bed.SettleAsync();
        Assert.Empty(bed.Azure.Resources.All);
    }

    [Fact]
    public async Task Deletion_BlockedFromOutside_IsRolledBackAndSaysByWhat()
    {
        await using var bed = await AzureTestBed.StartAsync();
        const string other = $"{AzureTestBed.Subscription}/resourceGroups/other";
        await bed.CreateAsync(other, ArmBodies.Located());
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync($"{other}/providers/Microsoft.Network/networkInterfaces/guest", ArmBodies.Interface(Nodes));
        var answer = await bed.DeleteAsync(AzureTestBed.Group);
        await bed.SettleAsync();
        var result = await bed.SendAsync("GET", answer.Header("Location")!);
        Assert.Equal((409, "ResourceGroupDeletionBlocked"), (result.Status, result.Code));
        Assert.Contains(Vnet, result.Message);
        var detail = Assert.Single(result.Body!["error"]!["details"]!.AsArray())!;
        Assert.Equal((Vnet, null, "InUseSubnetCannotBeDeleted"), ($"{detail["target"]}", detail["code"], $"{System.Text.Json.Nodes.JsonNode.Parse($"{detail["message"]}")!["error"]!["code"]}"));
        Assert.Equal("Succeeded", (await bed.GetAsync(AzureTestBed.Group)).State);
        Assert.Equal("Succeeded", (await bed.GetAsync(Nodes)).State);
    }

    [Theory]
    [InlineData("ScopeLocked", 1, false)]
    [InlineData("InternalServerError", 1, true)]
    public async Task Deletion_OfAResourceFails_IsTriedAgainOnlyWhereThatMakesSense(string code, int times, bool isDeleted)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        bed.Azure.Faults.Add(new() { Method = "DELETE", ResourceType = "Microsoft.Network/virtualNetworks", Times = times, Fault = Faults.Fault.OperationFails(code, "No.") });
        var answer = await bed.DeleteAsync(AzureTestBed.Group);
        await bed.SettleAsync();
        var result = await bed.SendAsync("GET", answer.Header("Location")!);
        Assert.Equal(isDeleted ? (200, null) : (409, "ResourceGroupDeletionBlocked"), (result.Status, result.Code));
        Assert.Equal(isDeleted, bed.Azure.Resources.All.Count == 0);
    }

    [Fact]
    public async Task Resources_OfAGroup_AreListedInShort()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await FillAsync(bed);
        var listed = (await bed.GetAsync($"{AzureTestBed.Group}/resources")).Body!["value"]!.AsArray();
        Assert.Equal([Machine, Balancer, Card, Address, Vnet], listed.Select(static item => item!["id"]!.ToString()).Where(static id => !id.Contains("/disks/", StringComparison.Ordinal)));
        Assert.All(listed, static item => Assert.Null(item!["properties"]));
        var filtered = (await bed.GetAsync($"{AzureTestBed.Group}/resources?$filter=resourceType eq 'Microsoft.Network/loadBalancers'")).Body!["value"]!.AsArray();
        Assert.Equal(Balancer, Assert.Single(filtered)!["id"]!.ToString());
    }

    [Fact]
    public async Task SeededIdentity_IsThereFromTheStart()
    {
        const string identity = $"{AzureTestBed.Subscription}/resourceGroups/capz-ci/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cloud-provider-user-identity";
        await using var bed = await AzureTestBed.StartAsync(static options => options with { SeedIdentities = [identity] });
        Assert.True(Guid.TryParse((await bed.GetAsync(identity)).Body!["properties"]!["clientId"]!.ToString(), out _));
        Assert.Equal(200, (await bed.GetAsync($"{AzureTestBed.Subscription}/resourceGroups/capz-ci")).Status);
    }

    [Fact]
    public async Task Seed_MakesABorrowedNetwork()
    {
        await using var bed = await AzureTestBed.StartAsync();
        const string borrowed = $"{AzureTestBed.Subscription}/resourceGroups/shared/providers/Microsoft.Network/virtualNetworks/hub";
        var body = ArmBodies.Network();
        body["properties"]!["subnets"] = new System.Text.Json.Nodes.JsonArray(ArmBodies.Json(new { name = "s", properties = new { addressPrefix = "10.3.0.0/16" } }));
        bed.Azure.Resources.Seed(borrowed, "Microsoft.Network/virtualNetworks", body.ToJsonString());
        Assert.Equal("Succeeded", (await bed.GetAsync($"{borrowed}/subnets/s")).State);
        Assert.Throws<ArgumentException>(() => bed.Azure.Resources.Seed("/nothing", "Microsoft.Network/virtualNetworks", "{}"));
    }

    private static async Task FillAsync(AzureTestBed bed)
    {
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync(Address, ArmBodies.PublicAddress());
        await bed.CreateAsync(Balancer, ArmBodies.LoadBalancer(Balancer, Address));
        await bed.CreateAsync(Card, ArmBodies.Interface(Nodes, $"{Balancer}/backendAddressPools/pool"));
        await bed.CreateAsync(Machine, ArmBodies.Machine(Card));
    }
}
