using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What every client of Resource Manager relies on.</summary>
public sealed class ProtocolTests
{
    private const string Address = $"{AzureTestBed.Network}/publicIPAddresses/pip";
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";

    [Fact]
    public async Task Request_WithoutToken_Is401()
    {
        await using var bed = await AzureTestBed.StartAsync();
        using var client = new HttpClient(bed.Azure.CreateArmHandler());
        using var response = await client.GetAsync(new Uri($"https://management.azure.com{AzureTestBed.Group}?api-version=2024-07-01"));
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("AuthenticationFailed", await response.Content.ReadAsStringAsync());
        Assert.NotEmpty(response.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task NetworkPut_FollowsTheRecordedTrace()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var created = await bed.PutAsync(Address, ArmBodies.PublicAddress());
        Assert.Equal(201, created.Status);
        Assert.Equal("Updating", created.State);
        Assert.Null(created.Body!["properties"]!["ipAddress"]);
        Assert.Equal("1", created.Header("Retry-After"));
        Assert.Null(created.Header("Location"));
        var operation = created.Header("Azure-AsyncOperation")!;
        Assert.StartsWith($"https://management.azure.com{AzureTestBed.Subscription}/providers/Microsoft.Network/locations/westeurope/operations/", operation);
        Assert.Contains(created.Header("x-ms-request-id")!, operation);
        Assert.Equal("""{"status":"InProgress"}""", (await bed.SendAsync("GET", operation)).Body!.ToJsonString());

        await bed.SettleAsync();
        Assert.Equal("""{"status":"Succeeded"}""", (await bed.SendAsync("GET", operation)).Body!.ToJsonString());
        var found = await bed.GetAsync(Address);
        Assert.Equal("Succeeded", found.State);
        Assert.StartsWith("20.", found.Body!["properties"]!["ipAddress"]!.ToString());
        Assert.Equal(found.Body["etag"]!.ToString(), found.Header("ETag"));
        Assert.NotEqual(created.Body["etag"]!.ToString(), found.Header("ETag"));

        var deleted = await bed.DeleteAsync(Address);
        Assert.Equal(202, deleted.Status);
        Assert.Null(deleted.Body);
        Assert.Equal("10", deleted.Header("Retry-After"));
        Assert.Equal("Deleting", (await bed.GetAsync(Address)).State);
        var location = deleted.Header("Location")!;
        Assert.Contains("/operationResults/", location);
        Assert.Equal(202, (await bed.SendAsync("GET", location)).Status);
        await bed.SettleAsync();
        Assert.Equal(204, (await bed.SendAsync("GET", location)).Status);

        var gone = await bed.GetAsync(Address);
        Assert.Equal("gateway", gone.Header("x-ms-failure-cause"));
        Assert.Equal("The Resource 'Microsoft.Network/publicIPAddresses/pip' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix", gone.Message);
    }

    [Fact]
    public async Task ComputeOperation_HasItsOwnShapeAndUrls()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var item = ResourceTypeCase.All["Microsoft.Compute/virtualMachines"];
        await item.PrepareAsync(bed);
        var created = await bed.PutAsync(item.Path, item.Body.DeepClone());
        Assert.Equal("Creating", created.State);
        var status = await bed.SendAsync("GET", created.Header("Azure-AsyncOperation")!);
        Assert.Equal("InProgress", status.Body!["status"]!.ToString());
        Assert.NotNull(status.Body["startTime"]);
        Assert.Null(status.Body["endTime"]);
        await bed.SettleAsync();
        var deleted = await bed.DeleteAsync(item.Path);
        Assert.Contains("monitor=true", deleted.Header("Location"));
        Assert.Equal(202, (await bed.SendAsync("GET", deleted.Header("Location")!)).Status);
    }

    public static TheoryData<string, string, string?, int, string, string> BadRequests => new()
    {
        { "GET", $"{AzureTestBed.Subscription}/resourceGroups/none", null, 404, "ResourceGroupNotFound", "Resource group 'none' could not be found." },
        { "GET", "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg", null, 404, "SubscriptionNotFound", "The subscription '22222222-2222-2222-2222-222222222222' could not be found." },
        { "DELETE", $"{AzureTestBed.Subscription}/resourceGroups/none/providers/Microsoft.Network/virtualNetworks/v", null, 404, "ResourceGroupNotFound", "Resource group 'none' could not be found." },
        { "PUT", $"{Vnet}/subnets/s", """{"properties":{"addressPrefix":"10.0.0.0/16"}}""", 404, "ParentResourceNotFound", $"Failed to perform 'write' on resource(s) of type 'virtualNetworks/subnets', because the parent resource '{Vnet}' could not be found." },
        { "GET", $"{AzureTestBed.Group}/providers/Microsoft.Nothing/things/x", null, 404, "InvalidResourceNamespace", "The resource namespace 'Microsoft.Nothing' is invalid." },
        { "GET", $"{AzureTestBed.Network}/wires/x", null, 404, "InvalidResourceType", "The resource type 'wires' could not be found in the namespace 'Microsoft.Network' for api version '2024-03-01'. The supported api-versions are ''." },
        { "PUT", Vnet, """{"properties":{}}""", 400, "LocationRequired", "The location property is required for this definition." },
        { "PUT", Vnet, "[]", 400, "InvalidRequestContent", "The request content was invalid and could not be deserialized: 'The body is not a JSON object.'." },
        { "POST", Vnet, "{}", 405, "HttpMethodNotAllowed", "The requested resource does not support http method 'POST'." },
    };

    [Theory, MemberData(nameof(BadRequests))]
    public async Task BadRequest_IsRefusedInAzuresWords(string method, string path, string? body, int status, string code, string message)
    {
        await using var bed = await AzureTestBed.StartAsync();
        var answer = await bed.SendAsync(method, path, body is null ? null : JsonNode.Parse(body));
        Assert.Equal((status, code, message), (answer.Status, answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", "MissingApiVersionParameter", "")]
    [InlineData("/resourceGroups/rg", "InvalidApiVersionParameter", "?api-version=1999-01-01")]
    [InlineData("/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", "InvalidApiVersionParameter", "?api-version=today")]
    [InlineData("/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", "NoRegisteredProviderFound", "?api-version=1999-01-01")]
    public async Task ApiVersion_ThatIsNotServed_IsRefused(string path, string code, string query)
    {
        await using var bed = await AzureTestBed.StartAsync();
        var answer = await bed.SendAsync("GET", $"https://management.azure.com{AzureTestBed.Subscription}{path}{query}");
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Put_OfAnotherLocation_IsRefused()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        var body = ArmBodies.Network();
        body["location"] = "North Europe";
        Assert.Equal("InvalidResourceLocation", (await bed.PutAsync(Vnet, body)).Code);
        body["location"] = "West Europe";
        Assert.Equal(200, (await bed.PutAsync(Vnet, body)).Status);
        body["location"] = "atlantis";
        Assert.Equal("LocationNotAvailableForResourceType", (await bed.PutAsync($"{Vnet}2", body)).Code);
    }

    [Fact]
    public async Task Preconditions_AreHonoured()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var etag = (await bed.CreateAsync(Vnet, ArmBodies.Network()))["etag"]!.ToString();
        Assert.Equal(412, (await bed.SendAsync("PUT", Vnet, ArmBodies.Network(), null, ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await bed.SendAsync("PUT", Vnet, ArmBodies.Network(), null, ("If-Match", "W/\"other\""))).Status);
        Assert.Equal(200, (await bed.SendAsync("PUT", Vnet, ArmBodies.Network(), null, ("If-Match", etag))).Status);
        await bed.SettleAsync();
        var stale = ArmBodies.Network();
        stale["etag"] = etag;
        Assert.Equal((412, "PreconditionFailed"), (await bed.PutAsync(Vnet, stale) is var answer ? (answer.Status, answer.Code) : default));
    }

    [Fact]
    public async Task Put_WithAProvisioningStateThatIsNotTrue_IsRefused()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        var body = ArmBodies.Network();
        body["properties"]!["provisioningState"] = "Updating";
        Assert.Equal(400, (await bed.PutAsync(Vnet, body)).Status);
        body["properties"]!["provisioningState"] = "succeeded";
        Assert.Equal(200, (await bed.PutAsync(Vnet, body)).Status);
    }

    [Fact]
    public async Task Patch_ReplacesTheTags()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var body = ArmBodies.Network();
        body["tags"] = ArmBodies.Json(new { a = "1", b = "2" });
        await bed.CreateAsync(Vnet, body);
        var answer = await bed.SendAsync("PATCH", Vnet, ArmBodies.Json(new { tags = new { c = "3" } }));
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"c":"3"}""", (await bed.GetAsync(Vnet)).Body!["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task Name_KeepsTheCasingOfTheLastPut()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync(Vnet.Replace("vnet", "VNet", StringComparison.Ordinal).ToLowerInvariant().Replace("vnet", "VNet", StringComparison.Ordinal).Replace("microsoft.network", "Microsoft.Network", StringComparison.Ordinal), ArmBodies.Network());
        var found = await bed.GetAsync(Vnet);
        Assert.Equal("VNet", found.Body!["name"]!.ToString());
        Assert.Equal($"{AzureTestBed.Network}/virtualNetworks/VNet", found.Body["id"]!.ToString());
        Assert.Single((await bed.GetAsync($"{AzureTestBed.Network}/virtualNetworks")).Body!["value"]!.AsArray());
    }

    [Fact]
    public async Task List_OfManyItems_ComesInPages()
    {
        await using var bed = await AzureTestBed.StartAsync(static options => options with { Throttling = false });
        for (var i = 0; i < 230; i++)
        {
            await bed.PutAsync($"{AzureTestBed.Network}/routeTables/rt{i}", ArmBodies.Located(new { }));
        }

        var names = new HashSet<string>();
        var page = await bed.GetAsync($"{AzureTestBed.Network}/routeTables");
        var pages = 1;
        while (true)
        {
            names.UnionWith(page.Body!["value"]!.AsArray().Select(static item => item!["name"]!.ToString()));
            if (page.Body["nextLink"]?.ToString() is not { } next)
            {
                break;
            }

            page = await bed.SendAsync("GET", next);
            pages++;
        }

        Assert.Equal((230, 3), (names.Count, pages));
    }

    [Fact]
    public async Task Writes_BeyondTheBucket_Are429UntilItRefills()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var statuses = new List<int>();
        ArmAnswer last;
        do
        {
            last = await bed.SendAsync("PATCH", AzureTestBed.Group, ArmBodies.Json(new { tags = new { } }));
            statuses.Add(last.Status);
        }
        while (last.Status == 200);
        Assert.Equal(200, statuses.Count);
        Assert.Equal((429, "SubscriptionRequestsThrottled", "1"), (last.Status, last.Code, last.Header("Retry-After")));
        Assert.Equal(200, (await bed.GetAsync(AzureTestBed.Group)).Status);
        await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
        var again = await bed.SendAsync("PATCH", AzureTestBed.Group, ArmBodies.Json(new { tags = new { } }));
        Assert.Equal((200, "9"), (again.Status, again.Header("x-ms-ratelimit-remaining-subscription-writes")));
    }

    [Fact]
    public async Task ScaleSetWrites_HaveABucketOfTheirOwn()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var item = ResourceTypeCase.All["Microsoft.Compute/virtualMachineScaleSets"];
        await item.PrepareAsync(bed);
        for (var i = 0; i < 12; i++)
        {
            Assert.NotEqual(429, (await bed.PutAsync(item.Path, item.Body.DeepClone())).Status);
        }

        var throttled = await bed.PutAsync(item.Path, item.Body.DeepClone());
        Assert.Equal((429, "OperationNotAllowed"), (throttled.Status, throttled.Body!["code"]!.ToString()));
        Assert.Equal("TooManyRequests", throttled.Body["details"]![0]!["code"]!.ToString());
        Assert.Equal("60", throttled.Header("Retry-After"));
    }

    [Fact]
    public async Task Fault_StrikesTheMatchingRequestOnly()
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Faults.Add(new() { Method = "PUT", ResourceType = "Microsoft.Network/virtualNetworks", Skip = 1, Fault = Faults.Fault.TooManyRequests(TimeSpan.FromSeconds(7)) });
        bed.Azure.Faults.Add(new() { Method = "PUT", Name = "lost", Fault = Faults.Fault.AnswerLost() });
        Assert.Equal(201, (await bed.PutAsync($"{Vnet}1", ArmBodies.Network())).Status);
        var struck = await bed.PutAsync($"{Vnet}2", ArmBodies.Network());
        Assert.Equal((429, "7"), (struck.Status, struck.Header("Retry-After")));
        Assert.Equal(404, (await bed.GetAsync($"{Vnet}2")).Status);
        Assert.Equal(201, (await bed.PutAsync($"{Vnet}2", ArmBodies.Network())).Status);
        Assert.Equal(504, (await bed.PutAsync($"{AzureTestBed.Network}/virtualNetworks/lost", ArmBodies.Network())).Status);
        Assert.Equal(200, (await bed.GetAsync($"{AzureTestBed.Network}/virtualNetworks/lost")).Status);
        Assert.Equal(2, bed.Azure.Faults.Injected.Count);
    }

    [Fact]
    public async Task RandomFaults_OfOneSeed_StrikeAlike()
    {
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var bed = await AzureTestBed.StartAsync();
            bed.Azure.Faults.Random(3, new() { TooManyRequests = 0.2, InternalServerError = 0.2 });
            for (var i = 0; i < 40; i++)
            {
                await bed.PutAsync($"{AzureTestBed.Network}/routeTables/rt{i}", ArmBodies.Located(new { }));
            }

            runs.Add(string.Join(',', bed.Azure.Faults.Injected));
        }

        Assert.NotEmpty(runs[0]);
        Assert.Equal(runs[0], runs[1]);
    }
}
