using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What belongs to AKS clusters beside their pools: places in fleets, and extensions.</summary>
public sealed class AksPartTests
{
    private const string Provider = $"{AzureTestBed.Group}/providers/Microsoft.ContainerService";
    private const string Cluster = $"{Provider}/managedClusters/aks";
    private const string Fleet = $"{Provider}/fleets/fleet";
    private const string Member = $"{Fleet}/members/aks";
    private const string Extension = $"{Cluster}/providers/Microsoft.KubernetesConfiguration/extensions/flux";

    [Fact]
    public async Task Member_JoinsAndLeaves_AsFleetsSayIt()
    {
        await using var bed = await PrepareAsync();

        var joining = await bed.PutAsync(Member, Membership(Cluster));
        var polled = await bed.SendAsync("GET", joining.Header("Azure-AsyncOperation")!);
        await bed.SettleAsync();
        var leaving = await bed.DeleteAsync(Member);
        var seen = await bed.GetAsync(Member);
        var location = await bed.SendAsync("GET", leaving.Header("Location")!);

        Assert.Equal((201, "Joining"), (joining.Status, joining.State));
        Assert.Contains("/operationresults/", joining.Header("Azure-AsyncOperation"));
        Assert.Equal("InProgress", (string?)polled.Body!["status"]);
        Assert.Equal((202, "Leaving", 202), (leaving.Status, seen.State, location.Status));
    }

    [Fact]
    public async Task Member_OfNoClusterOrOfTwoFleets_IsRefused()
    {
        await using var bed = await PrepareAsync();
        await bed.CreateAsync($"{Fleet}2", ArmBodies.Located(new { }));
        await bed.CreateAsync(Member, Membership(Cluster));

        var second = await bed.PutAsync($"{Fleet}2/members/aks", Membership(Cluster));
        var missing = await bed.PutAsync($"{Fleet}/members/other", Membership($"{Cluster}-other"));
        var moved = await bed.PutAsync(Member, Membership($"{Cluster}-other"));

        Assert.Equal((409, "Conflict"), (second.Status, second.Code));
        Assert.Equal((400, "BadRequest"), (missing.Status, missing.Code));
        Assert.Equal((409, "PropertyChangeNotAllowed"), (moved.Status, moved.Code));
    }

    [Fact]
    public async Task Extension_TakesItsTime_AndGoesWithItsCluster()
    {
        await using var bed = await PrepareAsync();

        var created = await bed.PutAsync(Extension, Flux());
        var polled = await bed.SendAsync("GET", created.Header("Azure-AsyncOperation")!);
        await bed.SettleAsync();
        var found = await bed.GetAsync(Extension);
        await bed.DeleteAsync(Cluster);
        await bed.SettleAsync();

        Assert.Equal((201, "Creating", null), (created.Status, created.State, created.Header("Location")));
        Assert.StartsWith($"{Extension}/operations/", new Uri(created.Header("Azure-AsyncOperation")!).AbsolutePath);
        Assert.Equal("InProgress", (string?)polled.Body!["status"]);
        Assert.Equal(("Succeeded", "Stable", "1.10.0"), (found.State, (string?)found.Body!["properties"]!["releaseTrain"], (string?)found.Body["properties"]!["currentVersion"]));
        Assert.Equal(404, (await bed.GetAsync(Extension)).Status);
    }

    [Theory]
    [InlineData("""{"autoUpgradeMinorVersion":true}""", "extensionType")]
    [InlineData("""{"extensionType":"microsoft.flux","version":"1.2.0"}""", "autoUpgradeMinorVersion")]
    [InlineData("""{"extensionType":"microsoft.flux","scope":{"cluster":{"releaseNamespace":"a"},"namespace":{"targetNamespace":"b"}}}""", "scope")]
    public async Task Extension_ThatMakesNoSense_IsRefused(string properties, string word)
    {
        await using var bed = await PrepareAsync();

        var refused = await bed.PutAsync(Extension, new JsonObject { ["properties"] = JsonNode.Parse(properties) });

        Assert.Equal((400, "BadRequest"), (refused.Status, refused.Code));
        Assert.Contains(word, refused.Body!.ToJsonString());
    }

    [Fact]
    public async Task Extension_OfAStoppedCluster_IsRefused()
    {
        await using var bed = await PrepareAsync();
        await bed.SendAsync("POST", $"{Cluster}/stop");
        await bed.SettleAsync();

        Assert.Equal((400, "OperationNotAllowed"), (await bed.PutAsync(Extension, Flux()) is var answer ? (answer.Status, answer.Code) : default));
    }

    [Fact]
    public async Task Extension_Patched_KeepsTheRestAndHidesWhatIsSecret()
    {
        await using var bed = await PrepareAsync();
        await bed.CreateAsync(Extension, Flux());

        await bed.SendAsync("PATCH", Extension, ArmBodies.Json(new { properties = new { configurationSettings = new { a = "b" }, configurationProtectedSettings = new { key = "secret" } } }));
        await bed.SettleAsync();
        var found = (await bed.GetAsync(Extension)).Body!;

        Assert.Equal(("microsoft.flux", "b"), ((string?)found["properties"]!["extensionType"], (string?)found["properties"]!["configurationSettings"]!["a"]));
        Assert.DoesNotContain("secret", found.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<AzureTestBed> PrepareAsync()
    {
        var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        await bed.CreateAsync(Fleet, ArmBodies.Located(new { }));
        return bed;
    }

    private static JsonObject Membership(string cluster) => ArmBodies.Json(new { properties = new { clusterResourceId = cluster } });

    private static JsonObject Flux() => ArmBodies.Json(new { properties = new { extensionType = "microsoft.flux" } });
}
