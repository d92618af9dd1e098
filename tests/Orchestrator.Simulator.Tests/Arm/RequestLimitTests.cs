using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>The limits that providers and the tenant set besides Resource Manager's own.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task Graph_TakesFifteenQueriesInFiveSeconds_AndSaysHowManyAreLeft()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var first = await QueryAsync(bed);
        Assert.Equal(("14", "00:00:05", "199"), (first.Header("x-ms-user-quota-remaining"), first.Header("x-ms-user-quota-resets-after"), first.Header("x-ms-ratelimit-remaining-tenant-writes")));
        for (var i = 0; i < 14; i++)
        {
            Assert.Equal(200, (await QueryAsync(bed)).Status);
        }

        await bed.AdvanceAsync(TimeSpan.FromSeconds(2));
        var refused = await QueryAsync(bed);
        Assert.Equal((429, "RateLimiting", "3", "0", "00:00:03"), (refused.Status, refused.Code, refused.Header("Retry-After"), refused.Header("x-ms-user-quota-remaining"), refused.Header("x-ms-user-quota-resets-after")));
        await bed.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(200, (await QueryAsync(bed)).Status);
    }

    [Fact]
    public async Task Network_TakesFiveHundredReadsOfPrivateDnsInFiveMinutes()
    {
        await using var bed = await AzureTestBed.StartAsync();
        const string Zones = $"{AzureTestBed.Network}/privateDnsZones";
        for (var i = 0; i < 500; i++)
        {
            if (i % 100 == 0)
            {
                await bed.AdvanceAsync(TimeSpan.FromSeconds(10));
            }

            Assert.Equal(200, (await bed.GetAsync(Zones)).Status);
        }

        var refused = await bed.GetAsync(Zones);
        Assert.Equal((429, "TooManyRequests"), (refused.Status, refused.Code));
        Assert.Equal(404, (await bed.GetAsync($"{AzureTestBed.Network}/routeTables/a")).Status);
        await bed.AdvanceAsync(TimeSpan.FromSeconds(int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(200, (await bed.GetAsync(Zones)).Status);
    }

    [Fact]
    public async Task PublicAddresses_AreLimitedByRegion()
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Quotas.Set("westeurope", "PublicIPAddresses", 2);
        await bed.CreateAsync($"{AzureTestBed.Network}/publicIPAddresses/a", ArmBodies.PublicAddress());
        await bed.CreateAsync($"{AzureTestBed.Network}/publicIPAddresses/b", ArmBodies.PublicAddress());
        var refused = await bed.PutAsync($"{AzureTestBed.Network}/publicIPAddresses/c", ArmBodies.PublicAddress());
        Assert.Equal((400, "PublicIPCountLimitReached"), (refused.Status, refused.Code));
        Assert.Equal(200, (await bed.PutAsync($"{AzureTestBed.Network}/publicIPAddresses/b", ArmBodies.PublicAddress())).Status);
    }

    private static Task<ArmAnswer> QueryAsync(AzureTestBed bed) =>
        bed.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources", new JsonObject { ["query"] = "Resources | project id" }, "2024-04-01");
}
