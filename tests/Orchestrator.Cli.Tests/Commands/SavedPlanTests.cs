using System.Net;
using System.Text.Json;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class SavedPlanTests : IDisposable
{
    private readonly CommandRunner _orc = new();

    public SavedPlanTests()
    {
        _orc.WriteFile("c1.yaml", "kind: Cluster\nname: ${CLUSTER_NAME}\n");
        _orc.Server
            .On("POST /api/apply", new ApplyResult([new ApplyOutcome(Samples.Cluster, 1, Changed: true, Samples.OperationId, Plan: null)], []), HttpStatusCode.Accepted)
            .On("POST /api/apply?dryRun=true", new ApplyResult([new ApplyOutcome(Samples.Cluster, 2, Changed: true, OperationId: null, Samples.Plan)], []));
    }

    [Fact]
    public async Task Apply_OfASavedPlan_SendsItsManifestsAndWhatMustStillBePlanned()
    {
        Assert.Equal(ExitCodes.Success, (await _orc.RunAsync("plan", "-f", "c1.yaml", "--set", "CLUSTER_NAME=c1", "--out", "p.json")).ExitCode);
        File.Delete(Path.Combine(_orc.Folder, "c1.yaml"));

        Assert.Equal(ExitCodes.Success, (await _orc.RunAsync("apply", "p.json")).ExitCode);

        var sent = JsonSerializer.Deserialize<ApplyRequest>(_orc.Server.Requests[^1].Body, ContractJson.Options)!;
        Assert.Equal([new ManifestFile("c1.yaml", "kind: Cluster\nname: ${CLUSTER_NAME}\n")], sent.Files);
        Assert.Equal("c1", sent.Variables!["CLUSTER_NAME"]);
        Assert.Equal([new ExpectedPlan(Samples.Cluster, PlanDigest.Of(Samples.Plan))], sent.ExpectedPlans!);
    }

    [Fact]
    public async Task SavedPlan_IsReadableByItsUserOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await _orc.RunAsync("plan", "-f", "c1.yaml", "--set", "CLUSTER_NAME=c1", "--out", "p.json");

        var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(Path.Combine(_orc.Folder, "p.json"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task Apply_OfAPlanAndFiles_IsRefused() =>
        Assert.Equal(ExitCodes.InvalidInput, (await _orc.RunAsync("apply", "p.json", "-f", "c1.yaml")).ExitCode);

    public void Dispose() => _orc.Dispose();
}
