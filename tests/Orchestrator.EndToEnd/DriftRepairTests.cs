using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.EndToEnd.GitOps;

namespace Orchestrator.EndToEnd;

/// <summary>What the policy of a cluster makes of drift: repairs at once or in a window, events, and no fight without end.</summary>
public sealed class DriftRepairTests
{
    private const string Cluster = "/api/clusters/default/c1";
    private const string Table = $"/subscriptions/{Manifests.Subscription}/resourceGroups/c1/providers/Microsoft.Network/routeTables/c1-node-routetable";

    private static readonly Dictionary<string, string?> WithWebhook = new(StringComparer.Ordinal) { ["Orchestrator__Drift__Webhook"] = "https://hooks.example.com/drift" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Repair_BringsItBack_AndTellsBoth(bool events)
    {
        var webhook = new RecordedWebhook(refusals: 0);
        await using var harness = await CreatedAsync("policy: repair", new HarnessOptions { Events = events, DriftSchedule = "0 */10 * * * *", Settings = WithWebhook, GitOps = webhook.Transport });
        await RenameAsync(harness);

        await harness.RunForAsync(TimeSpan.FromMinutes(25));

        Assert.Equal("c1-node-routetable", NameOf(harness));
        Assert.True((await harness.GetAsync<DriftReport>($"{Cluster}/drift")).IsClean);
        Assert.Equal(OperationState.Succeeded, (await harness.GetAsync<OperationStatus>("/api/operations/default.c1.2")).State);
        var told = webhook.Posts.Select(static post => JsonSerializer.Deserialize<DriftEvent>(post.Body, ContractJson.Options)!).ToList();
        Assert.Equal([DriftEvent.Detected, DriftEvent.Repaired], told.Select(static e => e.Type));
        Assert.Equal(("default.c1.2", "default/c1"), (told[0].Data.RepairOperationId, told[0].Subject));
        Assert.Empty(harness.Errors);
    }

    [Fact]
    public async Task RepairInWindow_WaitsForTheWindow()
    {
        // It is Friday, noon.
        await using var harness = await CreatedAsync("policy: repair-in-window, maintenanceWindows: [{ days: [Fri], start: \"14:00\", duration: 1h, timeZone: UTC }]", new HarnessOptions { DriftSchedule = "0 */10 * * * *" });
        await RenameAsync(harness);

        await harness.RunForAsync(new DateTimeOffset(2026, 11, 20, 13, 59, 0, TimeSpan.Zero) - harness.Clock.GetUtcNow());
        var before = NameOf(harness);
        await harness.RunForAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(("renamed", "c1-node-routetable"), (before, NameOf(harness)));
    }

    [Fact]
    public async Task Report_ChangesNothing()
    {
        await using var harness = await CreatedAsync("policy: report", new HarnessOptions { DriftSchedule = "0 */10 * * * *" });
        await RenameAsync(harness);

        await harness.RunForAsync(TimeSpan.FromHours(2));

        Assert.Equal("renamed", NameOf(harness));
        Assert.Equal("default.c1.1", (await harness.GetAsync<ClusterStatus>(Cluster)).OperationId);
    }

    [Fact]
    public async Task Schedule_OfTheCluster_MakesChecksRarer()
    {
        await using var harness = await CreatedAsync("policy: report, schedule: \"0 0 * * * *\"", new HarnessOptions { DriftSchedule = "0 */10 * * * *" });

        await harness.RunForAsync(new DateTimeOffset(2026, 11, 20, 13, 55, 0, TimeSpan.Zero) - harness.Clock.GetUtcNow());

        var report = await harness.GetAsync<DriftReport>($"{Cluster}/drift");
        Assert.Equal((13, 0), (report.CheckedAt.Hour, report.CheckedAt.Minute));
    }

    [Fact]
    public async Task Fight_IsGivenUp_SaysWhoFights_AndCanBeTakenUpAgain()
    {
        await using var harness = await CreatedAsync("policy: repair", new HarnessOptions { DriftSchedule = "0 */10 * * * *" });
        while (harness.Clock.GetUtcNow() < ClusterHarness.Start.AddHours(12))
        {
            if (NameOf(harness) != "renamed" && !(await harness.GetAsync<ClusterStatus>(Cluster)).OperationRunning)
            {
                await RenameAsync(harness);
            }

            await harness.RunForAsync(TimeSpan.FromMinutes(11));
        }

        var report = await harness.GetAsync<DriftReport>($"{Cluster}/drift");
        var finding = Assert.Single(report.Findings);
        Assert.Equal(5, finding.Repairs);
        Assert.Contains("mallory", finding.Problem, StringComparison.Ordinal);
        var status = await harness.GetAsync<ClusterStatus>(Cluster);
        Assert.Equal(("default.c1.6", DriftState.Drifted, 1), (status.OperationId, status.Drift?.State, status.Drift?.GivenUp));
        using var response = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/drift?reset=true");
        Assert.Equal("default.c1.7", (await response.Content.ReadFromJsonAsync<DriftReport>(ContractJson.Options))!.RepairOperationId);
        await harness.SucceedAsync("default.c1.7");
        Assert.Equal("c1-node-routetable", NameOf(harness));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RepairAndApply_AtTheSameInstant_AreOneOperation(int seed)
    {
        await using var harness = await CreatedAsync("policy: repair", new HarnessOptions { Seed = seed });
        await RenameAsync(harness);
        var apply = Sample("policy: repair", workers: 2);

        var answers = await harness.AtOnceAsync(
        [
            (HttpMethod.Post, $"{Cluster}/drift", new StringContent("")),
            (HttpMethod.Post, "/api/apply", JsonContent.Create(apply, new(ApplyRequest.MediaType), ContractJson.Options)),
        ]);

        // A cluster that an operation changes already is not checked: the order, which the seed chooses, decides which answer the check has.
        var refusal = await answers[0].Content.ReadAsStringAsync();
        Assert.True(answers[0].IsSuccessStatusCode || refusal.Contains(ErrorCatalog.NotSettled.Code, StringComparison.Ordinal), $"seed {seed}: {answers[0].StatusCode} {refusal}");
        Assert.True(answers[1].IsSuccessStatusCode, $"seed {seed}: {answers[1].StatusCode}");
        await harness.SucceedAsync("default.c1.2");
        var status = await harness.GetAsync<ClusterStatus>(Cluster);
        Assert.Equal(("default.c1.2", 2, ClusterPhase.Ready), (status.OperationId, status.WorkerReplicas, status.Phase));
        Assert.Equal("c1-node-routetable", NameOf(harness));
    }

    private static ApplyRequest Sample(string drift, int workers = 1) => Manifests.Sample(workers: workers).WithDrift(drift);

    private static async Task<ClusterHarness> CreatedAsync(string drift, HarnessOptions options)
    {
        var harness = await ClusterHarness.StartAsync(options);
        await harness.ApplyAndWaitAsync(Sample(drift));
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        return harness;
    }

    private static string? NameOf(ClusterHarness harness) => (string?)harness.Azure.Resources.Get(Table)!["tags"]!["Name"];

    private static async Task RenameAsync(ClusterHarness harness)
    {
        await Portal.ChangeAsync(harness, Table, static body => body["tags"]!["Name"] = "renamed", "2024-03-01");
        await harness.RunForAsync(TimeSpan.FromSeconds(30));
    }
}
