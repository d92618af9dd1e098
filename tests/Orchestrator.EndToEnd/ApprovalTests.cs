using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

/// <summary>Steps that wait for somebody's consent, and steps that may not take longer than the spec says.</summary>
public sealed class ApprovalTests
{
    private const string Cluster = "/api/clusters/default/c1";
    private const string Pool = "MachinePool/c1-mp-0";
    private const string ControlPlane = "ControlPlane/c1-control-plane";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upgrade_WithGates_WaitsForEachStep_AndSaysWhoApproved(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 71, ReplayAfterEveryStep = replayAfterEveryStep });
        var gated = Annotated("orchestrator/approvals: 'roll, control-plane-upgrade'");
        await harness.ApplyAndWaitAsync(gated);
        var id = (await harness.PostAsync<ApplyOutcome>($"{Cluster}/upgrade", new UpgradeRequest("v1.31.0"))).OperationId!;
        await harness.RunForAsync(TimeSpan.FromMinutes(30));

        var waiting = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");
        Assert.Equal([(ControlPlane, ApprovalGate.ControlPlaneUpgrade, null)], waiting.Approvals!.Select(static a => (a.Step, a.Gate, a.By)));
        Assert.Contains($"orc approve operation {id} --step {ControlPlane}", waiting.Resources.Single(static r => r.Key == ControlPlane).Detail, StringComparison.Ordinal);
        Assert.Equal("v1.30.2", Version(harness, isControlPlane: true));

        await ApproveAsync(harness, id, ControlPlane);
        await harness.RunForAsync(TimeSpan.FromMinutes(45));
        Assert.Equal(("v1.31.0", "v1.30.2"), (Version(harness, isControlPlane: true), Version(harness, isControlPlane: false)));

        await ApproveAsync(harness, id, Pool);
        var done = await harness.SucceedAsync(id);
        Assert.Equal("v1.31.0", Version(harness, isControlPlane: false));
        Assert.All(done.Approvals!, static a => Assert.True(a.By!.StartsWith("key ", StringComparison.Ordinal) && a.At >= a.Since, a.ToString()));
        var history = await harness.GetAsync<HistoryPage>($"{Cluster}/history");
        Assert.Equal(2, history.Entries.Count(static e => e.Action == HistoryAction.Approve));
    }

    [Fact]
    public async Task Delete_WithAGate_TouchesNothingBeforeApproval()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 72 });
        await harness.ApplyAndWaitAsync(Annotated("orchestrator/approvals: delete"));
        var deletes = harness.Azure.Resources.Calls("DELETE");
        using var response = await harness.SendAsync(HttpMethod.Delete, Cluster);
        var id = (await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!;
        await harness.RunForAsync(TimeSpan.FromHours(2));

        Assert.Equal(deletes, harness.Azure.Resources.Calls("DELETE"));
        await ApproveAsync(harness, id, "Cluster/c1");
        await harness.SucceedAsync(id);
    }

    [Theory]
    [InlineData("fail", OperationState.Failed)]
    [InlineData("approve", OperationState.Succeeded)]
    public async Task Gate_NobodyApproves_EndsAsTheSpecSays(string onTimeout, OperationState expected)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 73 });
        await harness.ApplyAndWaitAsync(Annotated("orchestrator/approvals: roll", "orchestrator/approval-timeout: 90m", $"orchestrator/on-approval-timeout: {onTimeout}"));
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        var asked = harness.Clock.GetUtcNow();

        var ended = await harness.RunToEndAsync((await harness.PostAsync<ApplyOutcome>($"{Cluster}/restart", new RestartRequest("c1-mp-0"))).OperationId!);

        Assert.Equal((expected, expected == OperationState.Failed ? ErrorCatalog.ApprovalTimeout.Code : null), (ended.State, ended.Error?.Code));
        Assert.InRange(harness.Clock.GetUtcNow() - asked, TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(120));
        Assert.Equal(expected == OperationState.Failed ? 0 : 2, new RollJournal(harness.Azure, asked, controlPlane: false).Names.Count);
    }

    /// <summary>Consent is to what was shown: a newer spec has to be shown again. Cancel ends the waiting.</summary>
    [Fact]
    public async Task Approval_CountsForItsGeneration_AndWaitingCanBeCanceled()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 74 });
        await harness.ApplyAndWaitAsync(Annotated("orchestrator/approvals: roll"));
        await harness.PostAsync<ClusterStatus>($"{Cluster}/pause", expected: HttpStatusCode.OK);
        var id = (await harness.PostAsync<ApplyOutcome>($"{Cluster}/restart", new RestartRequest("c1-mp-0"))).OperationId!;
        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        await ApproveAsync(harness, id, Pool);
        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        await harness.PostAsync<ApplyOutcome>($"{Cluster}/scale", new ScaleRequest(2, "c1-mp-0"));
        await harness.RunForAsync(TimeSpan.FromMinutes(5));

        var asked = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");
        Assert.Equal((3, null), (asked.Generation, asked.Approvals!.Single(static a => a.Step == Pool).By));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/cancel");
        Assert.Equal(OperationState.Canceled, (await harness.RunToEndAsync(id)).State);
    }

    [Theory]
    [InlineData("""{"step":"MachinePool/other"}""", HttpStatusCode.Conflict, Pool)]
    [InlineData("""{"steps":"MachinePool/c1-mp-0"}""", HttpStatusCode.BadRequest, "step")]
    public async Task Approve_OfWhatDoesNotWait_IsRefused(string body, HttpStatusCode status, string hint)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 75 });
        await harness.ApplyAndWaitAsync(Annotated("orchestrator/approvals: roll"));
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        var id = (await harness.PostAsync<ApplyOutcome>($"{Cluster}/restart", new RestartRequest("c1-mp-0"))).OperationId!;
        await harness.RunForAsync(TimeSpan.FromMinutes(5));

        using var refused = await harness.SendAsync(HttpMethod.Post, $"/api/operations/{id}/approve", new StringContent(body));

        Assert.Equal(status, refused.StatusCode);
        Assert.Contains(hint, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A step that hangs ends at the limit of its kind, and says what it was, for how long, and what to do.</summary>
    [Theory]
    [InlineData("VirtualNetwork=10m", "Microsoft.Network/virtualNetworks", "VirtualNetwork/c1-vnet", 10)]
    [InlineData("default=25m", "Microsoft.Network/natGateways", "NatGateway/", 25)]
    [InlineData("default=90m,VirtualMachine=15m", "Microsoft.Compute/virtualMachines", "VirtualMachine/", 15)]
    public async Task Step_PastItsLimit_FailsByName(string limits, string type, string step, int minutes)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 76 });
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = type, Fault = Fault.OperationHangs(TimeSpan.FromHours(5)), Times = null });

        var ended = await harness.RunToEndAsync((await harness.ApplyAsync(Annotated($"orchestrator/step-timeouts: '{limits}'"))).Clusters.Single().OperationId!);

        Assert.Equal((OperationState.Failed, ErrorCatalog.AzureTimeout.Code), (ended.State, ended.Error?.Code));
        Assert.Contains(step, ended.Error!.Message, StringComparison.Ordinal);
        Assert.Contains($"longer than {minutes} minutes", ended.Error.Message, StringComparison.Ordinal);
        Assert.Contains("Azure still works on it", ended.Error.Message, StringComparison.Ordinal);
        Assert.StartsWith("/subscriptions/", ended.Error.Target, StringComparison.Ordinal);
        Assert.Contains("step-timeouts", ended.Error.Action, StringComparison.Ordinal);
        var late = ended.Resources.First(r => r.State == StepState.Failed && r.Key.StartsWith(step, StringComparison.Ordinal));
        Assert.InRange(late.FinishedAt!.Value - late.StartedAt!.Value, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 2));
    }

    private static Task<OperationStatus> ApproveAsync(ClusterHarness harness, string id, string step) =>
        harness.PostAsync<OperationStatus>($"/api/operations/{id}/approve", new ApproveRequest(step));

    private static string Version(ClusterHarness harness, bool isControlPlane) =>
        harness.Azure.Machines.Clusters.All.Single().Nodes.Where(n => n.IsControlPlane == isControlPlane).Select(static n => n.KubeletVersion).Distinct().Single();

    private static ApplyRequest Annotated(params string[] annotations)
    {
        var sample = Manifests.Sample(workers: 1);
        var file = sample.Files.Single();
        var block = string.Concat(annotations.Select(static a => $"    {a}\n"));
        return sample with { Files = [file with { Content = file.Content.Replace("metadata:\n", $"metadata:\n  annotations:\n{block}", StringComparison.Ordinal) }] };
    }
}
