using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Storage accounts as the management plane has them.</summary>
public sealed class StorageTests
{
    private const string Accounts = $"{AzureTestBed.Group}/providers/Microsoft.Storage/storageAccounts";
    private const string Account = $"{Accounts}/account";
    private const string Container = $"{Account}/blobServices/default/containers/backup";
    private const string Policy = $"{Container}/immutabilityPolicies/default";

    [Fact]
    public async Task Account_IsMadeInTheBackground_WithALocationOnly()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var accepted = await bed.PutAsync(Account, ArmBodies.StorageAccount());
        Assert.Equal((202, null, null, "17"), (accepted.Status, accepted.Body, accepted.Header("Azure-AsyncOperation"), accepted.Header("Retry-After")));
        Assert.Contains("/asyncoperations/", accepted.Header("Location"));
        Assert.Equal(202, (await bed.SendAsync("GET", accepted.Header("Location")!)).Status);
        Assert.Equal(404, (await bed.GetAsync(Account)).Status);
        await bed.SettleAsync();
        Assert.Equal("https://account.blob.core.windows.net/", (await bed.SendAsync("GET", accepted.Header("Location")!)).Body!["properties"]!["primaryEndpoints"]!["blob"]!.ToString());
        Assert.Equal(200, (await bed.PutAsync(Account, ArmBodies.StorageAccount())).Status);
    }

    [Theory]
    [InlineData("Upper", 400, "AccountNameInvalid", "AccountNameInvalid")]
    [InlineData("ab", 400, "AccountNameInvalid", "AccountNameInvalid")]
    [InlineData("account", 409, "StorageAccountAlreadyTaken", "AlreadyExists")]
    [InlineData("other", 202, null, null)]
    public async Task Name_IsUniqueInTheWorld(string name, int status, string? code, string? reason)
    {
        await using var bed = await AzureTestBed.StartAsync(static options => options with { OtherSubscriptionIds = ["22222222-2222-2222-2222-222222222222"] });
        const string Other = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg";
        await bed.CreateAsync(Other, ArmBodies.Located());
        await bed.CreateAsync($"{Other}/providers/Microsoft.Storage/storageAccounts/account", ArmBodies.StorageAccount());
        var answer = await bed.PutAsync($"{Accounts}/{name}", ArmBodies.StorageAccount());
        Assert.Equal((status, code), (answer.Status, answer.Code));
        var check = await bed.SendAsync("POST", $"{AzureTestBed.Subscription}/providers/Microsoft.Storage/checkNameAvailability", ArmBodies.Json(new { name = code is null ? "third" : name, type = "Microsoft.Storage/storageAccounts" }), "2023-05-01");
        Assert.Equal((code is null, reason), (check.Body!["nameAvailable"]!.GetValue<bool>(), check.Body["reason"]?.ToString()));
    }

    [Fact]
    public async Task Keys_CanBeReadAndRegenerated()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Account, ArmBodies.StorageAccount());
        var before = await bed.SendAsync("POST", $"{Account}/listKeys");
        var after = await bed.SendAsync("POST", $"{Account}/regenerateKey", new JsonObject { ["keyName"] = "key1" });
        Assert.NotEqual(Key(before, 0), Key(after, 0));
        Assert.Equal(Key(before, 1), Key(after, 1));
        Assert.Equal(400, (await bed.SendAsync("POST", $"{Account}/regenerateKey", new JsonObject { ["keyName"] = "key9" })).Status);
    }

    [Fact]
    public async Task ImmutabilityPolicy_OnceLocked_OnlyGrows_AndKeepsItsContainer()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Account, ArmBodies.StorageAccount());
        await bed.CreateAsync(Container, new JsonObject());
        var etag = (await bed.CreateAsync(Policy, Days(4)))["etag"]!.ToString();
        Assert.True((await bed.GetAsync(Container)).Body!["properties"]!["hasImmutabilityPolicy"]!.GetValue<bool>());
        Assert.Equal(400, (await bed.SendAsync("POST", $"{Policy}/lock")).Status);
        Assert.Equal(412, (await bed.SendAsync("POST", $"{Policy}/lock", null, null, ("If-Match", "\"other\""))).Status);
        var locked = await bed.SendAsync("POST", $"{Policy}/lock", null, null, ("If-Match", etag));
        Assert.Equal((200, "Locked"), (locked.Status, locked.Body!["properties"]!["state"]!.ToString()));
        Assert.Equal(409, (await bed.PutAsync(Policy, Days(9))).Status);
        Assert.Equal(409, (await bed.DeleteAsync(Policy)).Status);
        Assert.Equal("ContainerProtectedFromDeletion", (await bed.DeleteAsync(Container)).Code);
        Assert.Equal("ContainerProtectedFromDeletion", (await bed.DeleteAsync(Account)).Code);
        Assert.Equal(400, (await bed.SendAsync("POST", $"{Policy}/extend", Days(3), null, ("If-Match", "*"))).Status);
        var extended = await bed.SendAsync("POST", $"{Policy}/extend", Days(30), null, ("If-Match", "*"));
        Assert.Equal("30", extended.Body!["properties"]!["immutabilityPeriodSinceCreationInDays"]!.ToString());
    }

    [Theory]
    [InlineData("/blobServices/default/containers/UPPER", "{}")]
    [InlineData("/managementPolicies/other", null)]
    [InlineData("/blobServices/default/containers/backup/immutabilityPolicies/other", "{}")]
    public async Task BadName_IsRefused(string path, string? body)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Account, ArmBodies.StorageAccount());
        await bed.CreateAsync(Container, new JsonObject());
        Assert.Equal(400, (await bed.PutAsync(Account + path, body is null ? ArmBodies.Lifecycle() : JsonNode.Parse(body)!)).Status);
    }

    private static JsonObject Days(int days) => ArmBodies.Json(new { properties = new { immutabilityPeriodSinceCreationInDays = days } });

    private static string Key(ArmAnswer answer, int index) => answer.Body!["keys"]![index]!["value"]!.ToString();
}
