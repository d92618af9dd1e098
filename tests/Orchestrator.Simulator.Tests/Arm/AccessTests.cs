using System.Text.Json.Nodes;
using Orchestrator.Simulator.Identity;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Who may do what, where roles are enforced.</summary>
public sealed class AccessTests
{
    private const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";
    private const string NetworkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
    private const string Table = $"{AzureTestBed.Network}/routeTables/a";
    private static readonly Application Guest = new() { ClientId = "66666666-6666-6666-6666-666666666666", ObjectId = "77777777-7777-7777-7777-777777777777", ClientSecret = "guest", IsOwner = false };

    [Theory]
    [InlineData(null, AzureTestBed.Group, false, false)]
    [InlineData(Reader, AzureTestBed.Group, true, false)]
    [InlineData(Contributor, AzureTestBed.Group, true, true)]
    [InlineData(Contributor, AzureTestBed.Subscription, true, true)]
    [InlineData(NetworkContributor, AzureTestBed.Group, true, true)]
    [InlineData(Contributor, $"{AzureTestBed.Network}/routeTables/b", false, false)]
    [InlineData(Contributor, Table, true, true)]
    public async Task Guest_MayWhatItsRolesSay_WhereTheyAreAssigned(string? role, string scope, bool reads, bool writes)
    {
        await using var bed = await StartAsync();
        await bed.CreateAsync(Table, ArmBodies.Located(new { }));
        await bed.CreateAsync($"{AzureTestBed.Network}/routeTables/b", ArmBodies.Located(new { }));
        await AssignAsync(bed, role, scope);
        Assert.Equal(reads ? 200 : 403, (await bed.AsAsync(Guest, "GET", Table)).Status);
        var written = await bed.AsAsync(Guest, "PUT", Table, ArmBodies.Located(new { }));
        Assert.Equal(writes ? 200 : 403, written.Status);
        if (!writes)
        {
            Assert.Equal("AuthorizationFailed", written.Code);
            Assert.Contains($"'{Guest.ObjectId}' does not have authorization to perform action 'Microsoft.Network/routeTables/write' over scope '{Table}'", written.Message);
        }
    }

    [Fact]
    public async Task Permissions_AreThoseOfTheCallersRolesThere()
    {
        const string permissions = "providers/Microsoft.Authorization/permissions";
        await using var bed = await StartAsync();
        await bed.CreateAsync(Table, ArmBodies.Located(new { }));
        await AssignAsync(bed, Reader, AzureTestBed.Subscription);
        await bed.CreateAsync(Assignment(Table, 6), Body(NetworkContributor));
        var inGroup = await bed.AsAsync(Guest, "GET", $"{AzureTestBed.Group}/{permissions}");
        var atTable = await bed.AsAsync(Guest, "GET", $"{Table}/{permissions}");
        var owners = await bed.GetAsync($"{AzureTestBed.Group}/{permissions}");
        Assert.Equal(["*/read"], Actions(inGroup).Distinct());
        Assert.Contains("Microsoft.Network/*", Actions(atTable));
        Assert.Equal(["*"], Actions(owners));
        Assert.Equal("ResourceGroupNotFound", (await bed.GetAsync($"{AzureTestBed.Group}-other/{permissions}")).Code);
    }

    private static IEnumerable<string> Actions(ArmAnswer answer) => answer.Body!["value"]!.AsArray().SelectMany(static p => p!["actions"]!.AsArray()).Select(static a => a!.ToString());

    [Fact]
    public async Task Contributor_AssignsNoRoles_AndOwnersDo()
    {
        await using var bed = await StartAsync();
        await AssignAsync(bed, Contributor, AzureTestBed.Subscription);
        var refused = await bed.AsAsync(Guest, "PUT", Assignment(AzureTestBed.Group, 5), Body(Reader));
        Assert.Equal((403, "AuthorizationFailed"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Reference_NeedsTheRightToJoin()
    {
        await using var bed = await StartAsync();
        const string Other = $"{AzureTestBed.Subscription}/resourceGroups/other";
        const string Subnet = $"{Other}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes";
        await bed.CreateAsync(Other, ArmBodies.Located());
        await bed.CreateAsync($"{Other}/providers/Microsoft.Network/virtualNetworks/vnet", ArmBodies.Network());
        await bed.CreateAsync(Subnet, ArmBodies.Subnet());
        await AssignAsync(bed, Contributor, AzureTestBed.Group);
        var card = $"{AzureTestBed.Network}/networkInterfaces/nic";
        var refused = await bed.AsAsync(Guest, "PUT", card, ArmBodies.Interface(Subnet));
        Assert.Equal((403, "LinkedAuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Contains("Microsoft.Network/virtualNetworks/subnets/join/action", refused.Message);
        await AssignAsync(bed, NetworkContributor, Subnet, 2);
        Assert.Equal(201, (await bed.AsAsync(Guest, "PUT", card, ArmBodies.Interface(Subnet))).Status);
    }

    [Fact]
    public async Task Graph_ShowsWhatTheCallerMayRead()
    {
        await using var bed = await StartAsync();
        await bed.CreateAsync(Table, ArmBodies.Located(new { }));
        await bed.CreateAsync($"{AzureTestBed.Network}/routeTables/b", ArmBodies.Located(new { }));
        await AssignAsync(bed, Reader, Table);
        var answer = await bed.AsAsync(Guest, "POST", "/providers/Microsoft.ResourceGraph/resources", new JsonObject { ["query"] = "Resources | project name" }, "2024-04-01");
        Assert.Equal("a", Assert.Single(answer.Body!["data"]!.AsArray())!["name"]!.ToString());
    }

    private static Task<AzureTestBed> StartAsync() => AzureTestBed.StartAsync(static options => options with { EnforceRoles = true, Applications = [Application.Standard, Guest] });

    private static string Assignment(string scope, int number) => $"{scope}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-0000-0000-00000000000{number}";

    private static JsonObject Body(string role) => ArmBodies.Json(new { properties = new { principalId = Guest.ObjectId, principalType = "ServicePrincipal", roleDefinitionId = $"{AzureTestBed.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}" } });

    private static async Task AssignAsync(AzureTestBed bed, string? role, string scope, int number = 1)
    {
        if (role is not null)
        {
            Assert.Equal(201, (await bed.PutAsync(Assignment(scope, number), Body(role))).Status);
        }
    }
}
