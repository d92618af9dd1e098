namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Locks, roles, federated credentials.</summary>
public sealed class LockTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Locks = "/providers/Microsoft.Authorization/locks/l";

    [Theory]
    [InlineData("CanNotDelete", AzureTestBed.Subscription, true, false)]
    [InlineData("CanNotDelete", AzureTestBed.Group, true, false)]
    [InlineData("CanNotDelete", Vnet, true, false)]
    [InlineData("ReadOnly", AzureTestBed.Group, true, true)]
    [InlineData("ReadOnly", Vnet, true, true)]
    public async Task Lock_HoldsForAllBelowIt(string level, string scope, bool stopsDelete, bool stopsWrite)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(scope + Locks, ArmBodies.Json(new { properties = new { level } }));
        foreach (var doomed in new[] { Vnet, AzureTestBed.Group })
        {
            var deleted = await bed.DeleteAsync(doomed);
            Assert.Equal(stopsDelete, (deleted.Status, deleted.Code) == (409, "ScopeLocked"));
            Assert.Contains(scope, deleted.Message);
        }

        Assert.Equal(stopsWrite ? 409 : 200, (await bed.PutAsync(Vnet, ArmBodies.Network())).Status);
        Assert.Equal(200, (await bed.GetAsync(Vnet)).Status);
        await bed.SettleAsync();
        Assert.Equal(200, (await bed.DeleteAsync(scope + Locks)).Status);
        Assert.Equal(202, (await bed.DeleteAsync(AzureTestBed.Group)).Status);
        await bed.SettleAsync();
        Assert.Empty(bed.Azure.Resources.All);
    }

    [Fact]
    public async Task Lock_OnWhatIsNotThere_IsRefused()
    {
        await using var bed = await AzureTestBed.StartAsync();
        Assert.Equal((404, "ResourceNotFound"), (await bed.PutAsync(Vnet + Locks, ArmBodies.Json(new { properties = new { level = "ReadOnly" } })) is var answer ? (answer.Status, answer.Code) : default));
    }

    [Fact]
    public async Task CustomRole_HasItsNameForItself_AndStaysWhileAssigned()
    {
        await using var bed = await AzureTestBed.StartAsync();
        const string Roles = $"{AzureTestBed.Subscription}/providers/Microsoft.Authorization/roleDefinitions";
        const string Role = $"{Roles}/15c5a614-a7d6-4502-b150-c2fb455033aa";
        await bed.CreateAsync(Role, ArmBodies.Role());
        Assert.Equal("RoleDefinitionWithSameNameExists", (await bed.PutAsync($"{Roles}/25c5a614-a7d6-4502-b150-c2fb455033aa", ArmBodies.Role())).Code);
        Assert.Equal("RoleDefinitionWithSameNameExists", (await bed.PutAsync($"{Roles}/25c5a614-a7d6-4502-b150-c2fb455033aa", ArmBodies.Role("contributor"))).Code);
        var found = await bed.SendAsync("GET", $"{AzureTestBed.Group}/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName eq 'Cluster Operator'", null, "2022-04-01");
        Assert.Equal(Role, found.Body!["value"]!.AsArray().Single()!["id"]!.ToString());
        var builtIn = await bed.SendAsync("GET", $"{Roles}?$filter=roleName eq 'Network Contributor'", null, "2022-04-01");
        Assert.Equal("4d97b98b-1d4f-4787-a291-c67834d212e7", builtIn.Body!["value"]!.AsArray().Single()!["name"]!.ToString());

        var assignment = $"{AzureTestBed.Group}/providers/Microsoft.Authorization/roleAssignments/05c5a614-a7d6-4502-b150-c2fb455033ff";
        await bed.CreateAsync(assignment, ArmBodies.Json(new { properties = new { principalId = "ce2ce14e-85d7-4629-bdbc-454d0519d987", principalType = "ServicePrincipal", roleDefinitionId = Role } }));
        Assert.Equal("RoleDefinitionHasAssignments", (await bed.DeleteAsync(Role)).Code);
        await bed.DeleteAsync(assignment);
        Assert.Equal(200, (await bed.DeleteAsync(Role)).Status);
    }

    [Theory]
    [InlineData("no", "https://issuer.test", "system:other", 400)]
    [InlineData("good", "http://issuer.test", "system:other", 400)]
    [InlineData("good", "https://issuer.test/cluster", "system:serviceaccount:ns:name", 409)]
    [InlineData("good", "https://issuer.test/cluster", "system:other", 201)]
    public async Task FederatedCredential_IsOncePerIssuerAndSubject(string name, string issuer, string subject, int status)
    {
        await using var bed = await AzureTestBed.StartAsync();
        var item = ResourceTypeCase.All["Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"];
        await item.PrepareAsync(bed);
        await bed.CreateAsync(item.Path, item.Body.DeepClone());
        var body = ArmBodies.Federation(subject);
        body["properties"]!["issuer"] = issuer;
        Assert.Equal(status, (await bed.PutAsync($"{item.Collection}/{name}", body)).Status);
    }
}
