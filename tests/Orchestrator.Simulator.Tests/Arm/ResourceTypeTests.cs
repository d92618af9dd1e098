using System.Text.Json.Nodes;
using Orchestrator.Simulator.Contract;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What holds for every resource type alike.</summary>
public sealed class ResourceTypeTests
{
    public static TheoryData<string> Types => [.. ResourceTypeCase.All.Keys];

    [Theory, MemberData(nameof(Types))]
    public async Task Resource_LivesFromCreateToDelete(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        Assert.Equal(404, (await bed.GetAsync(item.Path)).Status);

        var created = await bed.PutAsync(item.Path, item.Body.DeepClone());
        Assert.True(created.Status is 200 or 201 or 202, $"{created.Status} {created.Body}");
        await bed.SettleAsync();

        var found = await bed.GetAsync(item.Path);
        Assert.Equal(200, found.Status);
        Assert.Equal(item.Path, found.Body!["id"]!.ToString());
        Assert.Equal(item.Name, found.Body["name"]!.ToString());
        Assert.True(found.State is null or "Succeeded");

        var listed = await bed.GetAsync(item.Collection);
        Assert.Contains(listed.Body!["value"]!.AsArray(), entry => JsonNode.DeepEquals(entry, found.Body));

        var updated = await bed.PutAsync(item.Path, item.Body.DeepClone());
        Assert.True(updated.Status is 200 or 201 or 202, $"{updated.Status} {updated.Body}");
        await bed.SettleAsync();
        AssertSame(found.Body, (await bed.GetAsync(item.Path)).Body!);

        Assert.True((await bed.DeleteAsync(item.Path)).Status is 200 or 202);
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync(item.Path)).Status);
        Assert.Equal(204, (await bed.DeleteAsync(item.Path)).Status);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Get_AnswersWhatTheContractDeclares(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        var found = await bed.CreateAsync(item.Path, item.Body.DeepClone());
        Assert.NotNull(new ContractValidator().Normalize(type, ContractBody.Response, found));
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Id_MatchesInAnyCasing(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        await bed.CreateAsync(item.Path, item.Body.DeepClone());
        var shouted = await bed.SendAsync("GET", item.Path.ToUpperInvariant(), null, ArmBodies.ApiVersionOf(item.Path));
        Assert.Equal(200, shouted.Status);
        Assert.Equal(item.Path, shouted.Body!["id"]!.ToString());
        Assert.True((await bed.SendAsync("DELETE", item.Path.ToUpperInvariant(), null, ArmBodies.ApiVersionOf(item.Path))).Status is 200 or 202);
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync(item.Path)).Status);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Put_WithoutItsGroupOrParent_IsRefused(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        var orphan = await bed.PutAsync(item.Path.Replace("/resourceGroups/rg", "/resourceGroups/none", StringComparison.Ordinal), item.Body.DeepClone());
        Assert.Equal((404, "ResourceGroupNotFound"), (orphan.Status, orphan.Code));
        if (type.Count(static c => c == '/') > 1)
        {
            var child = await bed.PutAsync(item.Path, item.Body.DeepClone());
            Assert.Equal((404, "ParentResourceNotFound"), (child.Status, child.Code));
        }

        Assert.DoesNotContain(bed.Azure.Resources.All, entry => entry.Type == type);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Precondition_ThatDoesNotHold_ChangesNothing(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        Assert.Equal(412, (await bed.SendAsync("PUT", item.Path, item.Body.DeepClone(), null, ("If-Match", "\"none\""))).Status);
        var found = await bed.CreateAsync(item.Path, item.Body.DeepClone());
        foreach (var (name, value) in new[] { ("If-None-Match", "*"), ("If-Match", "\"other\"") })
        {
            var refused = await bed.SendAsync("PUT", item.Path, item.Body.DeepClone(), null, (name, value));
            Assert.Equal((412, "PreconditionFailed"), (refused.Status, refused.Code));
        }

        Assert.True(JsonNode.DeepEquals(found, (await bed.GetAsync(item.Path)).Body));
    }

    [Theory, MemberData(nameof(Types))]
    public async Task GroupDelete_TakesIt(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        await bed.CreateAsync(item.Path, item.Body.DeepClone());
        if (type == "Microsoft.Authorization/locks")
        {
            Assert.Equal("ScopeLocked", (await bed.DeleteAsync(AzureTestBed.Group)).Code);
            await bed.DeleteAsync(item.Path);
        }

        Assert.Equal(202, (await bed.DeleteAsync(AzureTestBed.Group)).Status);
        await bed.SettleAsync();
        Assert.Empty(bed.Azure.Resources.All);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Put_OfWhatAGetShowed_ChangesNothing(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        var found = await bed.CreateAsync(item.Path, item.Body.DeepClone());
        if (type == "Microsoft.Storage/storageAccounts")
        {
            // Its contract declares one body for writing and another for reading.
            Assert.Equal(400, (await bed.PutAsync(item.Path, found.DeepClone())).Status);
            return;
        }

        var again = await bed.CreateAsync(item.Path, found.DeepClone());
        AssertSame(found, again);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Put_WithAnUnknownMember_IsRefusedAndNamesIt(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        var body = item.Body.DeepClone().AsObject();
        body["colour"] = "green";
        var answer = await bed.PutAsync(item.Path, body);
        Assert.Equal(400, answer.Status);
        Assert.Contains($"Could not find member 'colour' on object of type '{type[(type.LastIndexOf('/') + 1)..]}'.", answer.Body!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(404, (await bed.GetAsync(item.Path)).Status);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task LongOperation_ThatFails_LeavesAFailedResourceThatTheNextPutRepairs(string type)
    {
        var item = ResourceTypeCase.All[type];
        await using var bed = await AzureTestBed.StartAsync();
        await item.PrepareAsync(bed);
        bed.Azure.Faults.Add(new() { Method = "PUT", Fault = Faults.Fault.OperationFails() });
        var created = await bed.PutAsync(item.Path, item.Body.DeepClone());
        if ((created.Header("Azure-AsyncOperation") ?? created.Header("Location")) is not { } operation)
        {
            Assert.Empty(bed.Azure.Faults.Injected);
            return;
        }

        await bed.SettleAsync();
        var status = await bed.SendAsync("GET", operation);
        Assert.Equal("InternalOperationError", status.Code);
        if (created.Header("Azure-AsyncOperation") is not null)
        {
            Assert.Equal("Failed", status.Body!["status"]!.ToString());
            Assert.Equal("Failed", (await bed.GetAsync(item.Path)).State);
        }

        var repaired = await bed.CreateAsync(item.Path, item.Body.DeepClone());
        Assert.Equal("Succeeded", repaired["properties"]!["provisioningState"]!.ToString());
    }

    private static void AssertSame(JsonNode expected, JsonNode actual)
    {
        var (first, second) = (expected.DeepClone(), actual.DeepClone());
        Strip(first);
        Strip(second);
        Assert.True(JsonNode.DeepEquals(first, second), $"{first}\nis not\n{second}");
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Strip(item);
            }
        }
        else if (node is JsonObject members)
        {
            members.Remove("etag");
            members.Remove("eTag");
            foreach (var (_, value) in members)
            {
                Strip(value);
            }
        }
    }
}
