using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>The rules of virtual machines.</summary>
public sealed class ComputeRuleTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Nodes = $"{Vnet}/subnets/nodes";
    private const string Card = $"{AzureTestBed.Network}/networkInterfaces/nic";
    private const string Machine = $"{AzureTestBed.Compute}/virtualMachines/vm";

    [Fact]
    public async Task Machine_StartsWhenItsOperationEndsAndIsGoneWhenDeleted()
    {
        await using var bed = await ReadyAsync();
        await bed.PutAsync(Machine, ArmBodies.Machine(Card));
        Assert.Null(bed.Azure.Machines.PhaseOf(Machine));
        await bed.SettleAsync();
        Assert.NotNull(bed.Azure.Machines.PhaseOf(Machine));
        Assert.Equal("PowerState/running", (await bed.GetAsync($"{Machine}/instanceView")).Body!["statuses"]![1]!["code"]!.ToString());
        await bed.DeleteAsync(Machine);
        await bed.SettleAsync();
        Assert.Null(bed.Azure.Machines.PhaseOf(Machine));
    }

    [Fact]
    public async Task Secrets_AreNeverShown()
    {
        await using var bed = await ReadyAsync();
        var created = await bed.PutAsync(Machine, ArmBodies.Machine(Card));
        Assert.DoesNotContain("customData", created.Body!.ToJsonString());
        await bed.SettleAsync();
        Assert.DoesNotContain("customData", (await bed.GetAsync(Machine)).Body!.ToJsonString());
        Assert.DoesNotContain("customData", (await bed.GetAsync($"{AzureTestBed.Compute}/virtualMachines")).Body!.ToJsonString());
    }

    [Fact]
    public async Task Disks_AreMadeAndDeletedWithTheirMachine()
    {
        await using var bed = await ReadyAsync();
        await bed.CreateAsync(Machine, ArmBodies.Machine(Card));
        const string disk = $"{AzureTestBed.Compute}/disks/vm_OSDisk";
        Assert.Equal(Machine, (await bed.GetAsync(disk)).Body!["managedBy"]!.ToString());
        var attached = await bed.DeleteAsync(disk);
        Assert.Equal((409, "OperationNotAllowed", $"Disk vm_OSDisk is attached to VM {Machine}."), (attached.Status, attached.Code, attached.Message));
        await bed.DeleteAsync(Machine);
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync(disk)).Status);
        Assert.Equal(404, (await bed.GetAsync($"{AzureTestBed.Compute}/disks/vm_etcddisk")).Status);
        Assert.Equal(200, (await bed.GetAsync(Card)).Status);
    }

    public static TheoryData<string, string, string> Immutable => new()
    {
        { "zones", """["2"]""", "zones" },
        { "properties.storageProfile.imageReference", """{"communityGalleryImageId":"/CommunityGalleries/g/Images/i/Versions/2"}""", "storageProfile.imageReference" },
        { "properties.osProfile.customData", "\"b3RoZXI=\"", "osProfile.customData" },
        { "properties.osProfile.computerName", "\"other\"", "osProfile.computerName" },
    };

    [Theory, MemberData(nameof(Immutable))]
    public async Task Machine_KeepsWhatItWasMadeWith(string path, string json, string property)
    {
        await using var bed = await ReadyAsync();
        await bed.CreateAsync(Machine, ArmBodies.Machine(Card));
        var body = ArmBodies.Machine(Card);
        var parts = path.Split('.');
        JsonNode owner = body;
        foreach (var part in parts[..^1])
        {
            owner = owner[part]!;
        }

        owner[parts[^1]] = JsonNode.Parse(json);
        var answer = await bed.PutAsync(Machine, body);
        Assert.Equal((409, "PropertyChangeNotAllowed", $"Changing property '{property}' is not allowed."), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task Put_WithoutWhatAGetNeverShows_KeepsIt()
    {
        await using var bed = await ReadyAsync();
        await bed.CreateAsync(Machine, ArmBodies.Machine(Card));
        var body = (await bed.GetAsync(Machine)).Body!;
        body["tags"] = ArmBodies.Json(new { changed = "yes" });
        Assert.Equal(200, (await bed.PutAsync(Machine, body)).Status);
        await bed.SettleAsync();
        Assert.Equal("yes", (await bed.GetAsync(Machine)).Body!["tags"]!["changed"]!.ToString());
    }

    [Fact]
    public async Task Size_ThatIsUnknown_IsRefusedWithTheListOfSizes()
    {
        await using var bed = await ReadyAsync();
        var answer = await bed.PutAsync(Machine, ArmBodies.Machine(Card, "Standard_Huge"));
        Assert.Equal((400, "InvalidParameter"), (answer.Status, answer.Code));
        Assert.StartsWith("The value Standard_Huge provided for the VM size is not valid. The valid sizes in the current region are: Standard_A1_v2,", answer.Message);
    }

    [Fact]
    public async Task CustomData_ThatIsNotBase64OrTooLong_IsRefused()
    {
        await using var bed = await ReadyAsync();
        Assert.Equal("InvalidParameter", (await bed.PutAsync(Machine, ArmBodies.Machine(Card, customData: "#cloud-config"))).Code);
        Assert.Equal("InvalidParameter", (await bed.PutAsync(Machine, ArmBodies.Machine(Card, customData: new string('A', 87384)))).Code);
        Assert.Equal(201, (await bed.PutAsync(Machine, ArmBodies.Machine(Card, customData: new string('A', 87380)))).Status);
    }

    [Fact]
    public async Task Quota_OfAFamily_IsHeldAndNamed()
    {
        await using var bed = await ReadyAsync();
        bed.Azure.Quotas.Set(ArmBodies.Location, "standardDSv3Family", 3);
        await bed.CreateAsync($"{Card}2", ArmBodies.Interface(Nodes));
        await bed.CreateAsync(Machine, ArmBodies.Machine(Card));
        var answer = await bed.PutAsync($"{Machine}2", ArmBodies.Machine($"{Card}2", name: "vm2"));
        Assert.Equal((409, "OperationNotAllowed"), (answer.Status, answer.Code));
        Assert.StartsWith("Operation could not be completed as it results in exceeding approved standardDSv3Family Cores quota. Additional details - Deployment Model: Resource Manager, Location: westeurope, Current Limit: 3, Current Usage: 2, Additional Required: 2, (Minimum) New Limit Required: 4. Submit a request for Quota increase at https://aka.ms/ProdportalCRP/", answer.Message);
        Assert.Equal(404, (await bed.GetAsync($"{Machine}2")).Status);
        bed.Azure.Quotas.Set(ArmBodies.Location, "standardDSv3Family", 4);
        Assert.Equal(201, (await bed.PutAsync($"{Machine}2", ArmBodies.Machine($"{Card}2", name: "vm2"))).Status);
    }

    [Fact]
    public async Task Quota_OfTheRegion_ShowsInUsages()
    {
        await using var bed = await ReadyAsync();
        bed.Azure.Quotas.Set(ArmBodies.Location, Simulator.Arm.Compute.Quotas.Regional, 1);
        Assert.Contains("Total Regional Cores", (await bed.PutAsync(Machine, ArmBodies.Machine(Card))).Message);
        bed.Azure.Quotas.Set(ArmBodies.Location, Simulator.Arm.Compute.Quotas.Regional, 10);
        await bed.CreateAsync(Machine, ArmBodies.Machine(Card));
        var usages = (await bed.GetAsync($"{AzureTestBed.Subscription}/providers/Microsoft.Compute/locations/westeurope/usages")).Body!["value"]!.AsArray();
        Assert.Equal(("2", "10"), (usages[0]!["currentValue"]!.ToString(), usages[0]!["limit"]!.ToString()));
        Assert.Equal("2", usages.Single(static usage => usage!["name"]!["value"]!.ToString() == "standardDSv3Family")!["currentValue"]!.ToString());
    }

    [Fact]
    public async Task Quotas_AreEachSubscriptionsOwn()
    {
        const string Other = "22222222-2222-2222-2222-222222222222";
        var bed = await AzureTestBed.StartAsync(static options => options with { OtherSubscriptionIds = [Other] });
        await using var end = bed;
        bed.Azure.Quotas.Set(ArmBodies.Location, Simulator.Arm.Compute.Quotas.Regional, 2);
        bed.Azure.Quotas.Set(ArmBodies.Location, "PublicIPAddresses", 1);
        foreach (var subscription in new[] { AzureTestBed.Subscription, $"/subscriptions/{Other}" })
        {
            string In(string id) => id.Replace(AzureTestBed.Subscription, subscription, StringComparison.Ordinal);
            await bed.CreateAsync(In(AzureTestBed.Group), ArmBodies.Located());
            await bed.CreateAsync(In(Vnet), ArmBodies.Network());
            await bed.CreateAsync(In(Nodes), ArmBodies.Subnet());
            await bed.CreateAsync(In(Card), ArmBodies.Interface(In(Nodes)));
            await bed.CreateAsync(In($"{Card}2"), ArmBodies.Interface(In(Nodes)));
            await bed.CreateAsync(In(Machine), ArmBodies.Machine(In(Card)));
            Assert.Contains("Current Limit: 2, Current Usage: 2, Additional Required: 2", (await bed.PutAsync(In($"{Machine}2"), ArmBodies.Machine(In($"{Card}2"), name: "vm2"))).Message);
            await bed.CreateAsync(In($"{AzureTestBed.Network}/publicIPAddresses/ip"), ArmBodies.PublicAddress());
            Assert.Equal("PublicIPCountLimitReached", (await bed.PutAsync(In($"{AzureTestBed.Network}/publicIPAddresses/ip2"), ArmBodies.PublicAddress())).Code);
            Assert.Equal("2", await UsedAsync("Microsoft.Compute", "cores"));
            Assert.Equal("1", await UsedAsync("Microsoft.Compute", "virtualMachines"));
            Assert.Equal("1", await UsedAsync("Microsoft.Network", "PublicIPAddresses"));

            async Task<string> UsedAsync(string provider, string name) => (await bed.GetAsync($"{subscription}/providers/{provider}/locations/{ArmBodies.Location}/usages")).Body!["value"]!.AsArray()
                .Single(usage => usage!["name"]!["value"]!.ToString() == name)!["currentValue"]!.ToString();
        }
    }

    [Fact]
    public async Task Delete_StopsACreationThatStillRuns()
    {
        await using var bed = await ReadyAsync();
        var created = await bed.PutAsync(Machine, ArmBodies.Machine(Card));
        Assert.Equal(202, (await bed.DeleteAsync(Machine)).Status);
        Assert.Equal("OperationPreempted", (await bed.SendAsync("GET", created.Header("Azure-AsyncOperation")!)).Code);
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync(Machine)).Status);
        Assert.Null(bed.Azure.Machines.PhaseOf(Machine));
    }

    [Fact]
    public async Task Power_GoesOffAndOn()
    {
        await using var bed = await ReadyAsync();
        await bed.CreateAsync(Machine, ArmBodies.Machine(Card));
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Machine}/deallocate")).Status);
        await bed.SettleAsync();
        Assert.Equal("PowerState/deallocated", (await bed.GetAsync($"{Machine}/instanceView")).Body!["statuses"]![1]!["code"]!.ToString());
        Assert.Null(bed.Azure.Machines.PhaseOf(Machine));
        await bed.SendAsync("POST", $"{Machine}/start");
        await bed.SettleAsync();
        Assert.NotNull(bed.Azure.Machines.PhaseOf(Machine));
    }

    [Fact]
    public async Task Identity_MustExistAndShowsItsPrincipal()
    {
        await using var bed = await ReadyAsync();
        const string identity = $"{AzureTestBed.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id";
        var body = ArmBodies.Machine(Card);
        body["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [identity] = new JsonObject() } };
        Assert.Equal("FailedIdentityOperation", (await bed.PutAsync(Machine, body.DeepClone())).Code);
        var principal = (await bed.CreateAsync(identity, ArmBodies.Located()))["properties"]!["principalId"]!.ToString();
        var found = await bed.CreateAsync(Machine, body);
        Assert.Equal(principal, found["identity"]!["userAssignedIdentities"]![identity]!["principalId"]!.ToString());
    }

    [Fact]
    public async Task RoleAssignment_ForANewPrincipal_NeedsItsType()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var principal = (await bed.CreateAsync($"{AzureTestBed.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id", ArmBodies.Located()))["properties"]!["principalId"]!.ToString();
        const string path = $"{AzureTestBed.Subscription}/providers/Microsoft.Authorization/roleAssignments/05c5a614-a7d6-4502-b150-c2fb455033ff";
        var body = ArmBodies.Json(new { properties = new { principalId = principal, roleDefinitionId = $"{AzureTestBed.Subscription}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c" } });
        Assert.Equal("PrincipalNotFound", (await bed.PutAsync(path, body.DeepClone())).Code);
        await bed.AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(201, (await bed.PutAsync(path, body.DeepClone())).Status);
        Assert.Equal(200, (await bed.PutAsync(path, body.DeepClone())).Status);
        Assert.Equal((409, "RoleAssignmentExists"), await bed.PutAsync(path.Replace("05c5", "15c5", StringComparison.Ordinal), body.DeepClone()) is var twin ? (twin.Status, twin.Code) : default);
        Assert.Equal("InvalidRoleAssignmentId", (await bed.PutAsync($"{AzureTestBed.Subscription}/providers/Microsoft.Authorization/roleAssignments/name", body.DeepClone())).Code);
        var listed = await bed.GetAsync($"{AzureTestBed.Subscription}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{principal}'");
        Assert.Single(listed.Body!["value"]!.AsArray());
    }

    [Fact]
    public async Task Skus_TellCoresMemoryAndZones()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var skus = (await bed.SendAsync("GET", $"{AzureTestBed.Subscription}/providers/Microsoft.Compute/skus?$filter=location eq 'westeurope'", apiVersion: "2021-07-01")).Body!["value"]!.AsArray();
        var size = skus.Single(static sku => sku!["name"]!.ToString() == "Standard_D2s_v3")!;
        Assert.Equal("standardDSv3Family", size["family"]!.ToString());
        Assert.Equal(["1", "2", "3"], size["locationInfo"]![0]!["zones"]!.AsArray().Select(static zone => zone!.ToString()));
        Assert.Contains(size["capabilities"]!.AsArray(), static item => item!["name"]!.ToString() == "MemoryGB" && item["value"]!.ToString() == "8");
    }

    private static async Task<AzureTestBed> ReadyAsync()
    {
        var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Nodes, ArmBodies.Subnet());
        await bed.CreateAsync(Card, ArmBodies.Interface(Nodes));
        return bed;
    }
}
