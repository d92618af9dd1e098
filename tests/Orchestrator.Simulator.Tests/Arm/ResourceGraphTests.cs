using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Queries over everything.</summary>
public sealed class ResourceGraphTests
{
    [Theory]
    [InlineData("Resources | where resourceGroup =~ 'RG' | project name", "a,b,vnet")]
    [InlineData("Resources | where resourceGroup == 'RG' | project name", "")]
    [InlineData("Resources | where resourceGroup in~ ('other', 'RG', 'rg') and name in ('a', 'b') | project name", "a,b")]
    [InlineData("Resources | where name == 'b' and (resourceGroup =~ 'other' or not(resourceGroup =~ 'other')) | project name", "b")]
    [InlineData("Resources | where resourceGroup !in~ ('other') and name == 'b' | project name", "b")]
    [InlineData("ResourceContainers | where resourceGroup =~ 'rg' | project name", "rg")]
    [InlineData("Resources | where tags['owner'] == 'me' | project name", "a")]
    [InlineData("Resources | where tags.owner == 'ME' | project name", "")]
    [InlineData("resources | where type == 'microsoft.network/routetables' and name != 'a' | project name", "b")]
    [InlineData("Resources | where id in~ ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/routeTables/B') | project id, name", "b")]
    [InlineData("Resources | where not(type contains 'route') or name startswith 'A' | project name | order by name asc", "a,vnet")]
    [InlineData("Resources | where isnotempty(tags['owner']) | project name", "a")]
    [InlineData("Resources | where properties.provisioningState == 'Succeeded' | order by name desc | take 2 | project name", "vnet,b")]
    [InlineData("ResourceContainers | where type =~ 'microsoft.resources/subscriptions/resourcegroups' | project name", "rg")]
    [InlineData("Resources | where name == 'b' | union (ResourceContainers | where name in~ ('RG') | project name) | project name | order by name asc", "b,rg")]
    [InlineData("Resources | where name == 'a' | union ResourceContainers | project name | order by name asc", "a,rg")]
    public async Task Query_FindsWhatItAsksFor(string query, string names)
    {
        await using var bed = await FilledAsync();
        var answer = await QueryAsync(bed, query);
        Assert.Equal(200, answer.Status);
        Assert.Equal(names, string.Join(',', answer.Body!["data"]!.AsArray().Select(static row => row!["name"])));
    }

    [Theory]
    [InlineData("Resources | where name")]
    [InlineData("Resources | explode name")]
    [InlineData("Nothing")]
    [InlineData("Resources | where name == 'a' ; drop")]
    public async Task Query_ThatIsNotUnderstood_IsRefused(string query)
    {
        await using var bed = await FilledAsync();
        var answer = await QueryAsync(bed, query);
        Assert.Equal((400, "InvalidQuery"), (answer.Status, answer.Body!["error"]!["details"]![0]!["code"]!.ToString()));
    }

    [Fact]
    public async Task Pages_NeedTheIdToBeProjected()
    {
        await using var bed = await FilledAsync();
        var first = await QueryAsync(bed, "Resources | project id, name", 2);
        Assert.Equal(("3", "2", "false"), (first.Body!["totalRecords"]!.ToString(), first.Body["count"]!.ToString(), first.Body["resultTruncated"]!.ToString()));
        var second = await QueryAsync(bed, "Resources | project id, name", 2, first.Body["$skipToken"]!.ToString());
        Assert.Equal(("vnet", null), (second.Body!["data"]![0]!["name"]!.ToString(), second.Body["$skipToken"]));
        var truncated = await QueryAsync(bed, "Resources | project name", 2);
        Assert.Equal(("true", null), (truncated.Body!["resultTruncated"]!.ToString(), truncated.Body["$skipToken"]));
    }

    private static Task<ArmAnswer> QueryAsync(AzureTestBed bed, string query, int top = 100, string? skipToken = null)
    {
        var body = new JsonObject { ["subscriptions"] = new JsonArray("00000000-0000-0000-0000-000000000000"), ["query"] = query, ["options"] = new JsonObject { ["$top"] = top } };
        if (skipToken is not null)
        {
            body["options"]!["$skipToken"] = skipToken;
        }

        return bed.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources", body, "2024-04-01");
    }

    private static async Task<AzureTestBed> FilledAsync()
    {
        var bed = await AzureTestBed.StartAsync();
        var tagged = ArmBodies.Located(new { });
        tagged["tags"] = ArmBodies.Json(new { owner = "me" });
        await bed.CreateAsync($"{AzureTestBed.Network}/routeTables/a", tagged);
        await bed.CreateAsync($"{AzureTestBed.Network}/routeTables/b", ArmBodies.Located(new { }));
        await bed.CreateAsync($"{AzureTestBed.Network}/virtualNetworks/vnet", ArmBodies.Network());
        return bed;
    }
}
