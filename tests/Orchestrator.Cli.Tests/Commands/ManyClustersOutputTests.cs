using System.Net;
using System.Text.Json;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>What the commands over many clusters print, whole, as golden files: fleets, and those that take a selector instead of a name.</summary>
public sealed class ManyClustersOutputTests : IDisposable
{
    private const string Selected = "GET /api/clusters?labelSelector=env%3Dprod";
    private static readonly ClusterKey Second = new("team-a", "c2");
    private readonly CommandRunner _orc = new();

    public ManyClustersOutputTests()
    {
        _orc.WriteFile("all.yaml", "kind: Cluster\n");
        _orc.Server
            .On(Selected, new[] { Samples.ClusterReady, Samples.ClusterFailed with { OperationId = "default.c1.2" } })
            .On("GET /api/clusters/default/c1/plan", Samples.EmptyPlan)
            .On("GET /api/clusters/team-a/c2/plan", Samples.Plan with { Cluster = Second })
            .On("GET /api/clusters?labelSelector=aks", new[] { Aks })
            .On("GET /api/clusters/default/aks1", Aks)
            .On("GET /api/history?limit=50", new HistoryPage([.. HistorySamples.ByName], Next: null))
            .On("GET /api/clusters?labelSelector=env%3Dnone", Array.Empty<ClusterStatus>())
            .On("GET /api/clusters/default/c1", Samples.ClusterReady)
            .On("GET /api/clusters/team-a/c2", Samples.ClusterFailed with { OperationId = "default.c1.2" })
            .On($"GET /api/operations/{Samples.OperationId}", Samples.CreateSequence[^1])
            .On("GET /api/operations/default.c1.2", Samples.FailedOperation with { Id = "default.c1.2", Cluster = Second })
            .On("DELETE /api/clusters/default/c1", Accepted(Samples.Cluster, Samples.OperationId), HttpStatusCode.Accepted)
            .On("DELETE /api/clusters/team-a/c2", Accepted(Second, "default.c1.2"), HttpStatusCode.Accepted)
            .On("POST /api/clusters/default/c1/pause?reason=holidays", Samples.ClusterReady with { RolloutPause = new RolloutPause(CommandRunner.Start, "holidays") })
            .On("POST /api/clusters/team-a/c2/pause?reason=holidays", Samples.ClusterFailed with { RolloutPause = new RolloutPause(CommandRunner.Start, "holidays") })
            .On("POST /api/clusters/default/c1/resume", Samples.ClusterReady)
            .On("POST /api/clusters/team-a/c2/resume", Samples.ClusterFailed)
            .On("GET /api/clusters/default/c1/drift", Samples.Drift with { Findings = [], RepairOperationId = null })
            .On("GET /api/clusters/team-a/c2/drift", Samples.Drift with { Cluster = Second })
            .On("POST /api/clusters/default/c1/scale", Accepted(Samples.Cluster, Samples.OperationId), HttpStatusCode.Accepted)
            .On("POST /api/clusters/team-a/c2/scale", Problem("ORC0403", "Operation team-a.c2.4 runs on team-a/c2."), HttpStatusCode.Conflict, "application/problem+json")
            .On("POST /api/clusters/default/c1/undo", Undo, HttpStatusCode.BadRequest, "application/problem+json")
            .On("POST /api/apply", new ApplyResult([Accepted(Samples.Cluster, Samples.OperationId)], []), HttpStatusCode.Accepted)
            .On("POST /api/apply?dryRun=true", new ApplyResult([new ApplyOutcome(Samples.Cluster, 2, Changed: false, OperationId: null, Samples.EmptyPlan)], []))
            .On("POST /api/fleet?dryRun=true", FleetSamples.Planned)
            .On("POST /api/fleet", FleetSamples.Running, HttpStatusCode.Accepted)
            .On($"GET /api/fleet/{FleetSamples.Id}", FleetSamples.Running).On($"GET /api/fleet/{FleetSamples.Id}", FleetSamples.Paused).On($"GET /api/fleet/{FleetSamples.Id}", FleetSamples.Failed)
            .On("GET /api/fleet", new[] { FleetSamples.Failed with { Clusters = [] }, FleetSamples.Running with { Id = "fleet-20260105100000-a1b2c", Action = FleetAction.Stop, Clusters = [] } })
            .On($"POST /api/fleet/{FleetSamples.Id}/suspend", FleetSamples.Running with { State = OperationState.Suspended }, HttpStatusCode.Accepted)
            .On($"POST /api/fleet/{FleetSamples.Id}/resume", FleetSamples.Running, HttpStatusCode.Accepted)
            .On($"POST /api/fleet/{FleetSamples.Id}/cancel", FleetSamples.Paused, HttpStatusCode.Accepted)
            .On("GET /api/fleet/team-b", Problem("ORC0493", "ada may not act in the namespace 'team-b', only in: team-a."), HttpStatusCode.Forbidden, "application/problem+json");
    }

    [Theory]
    [InlineData("selector-apply", "apply -f all.yaml -l env=prod")]
    [InlineData("selector-plan", "plan -f all.yaml -l env=prod")]
    [InlineData("selector-diff", "diff -f all.yaml -l env=prod")]
    [InlineData("selector-saved-plan", "apply p.json -l env=prod")]
    [InlineData("selector-delete", "delete cluster -l env=prod --yes")]
    [InlineData("selector-delete-one", "delete cluster -l env=prod -n team-a --yes -o json")]
    [InlineData("selector-delete-unsure", "delete cluster -l env=prod")]
    [InlineData("selector-delete-none", "delete cluster -l env=none --yes")]
    [InlineData("selector-delete-both", "delete cluster c1 -l env=prod --yes")]
    [InlineData("selector-delete-wait", "delete cluster -l env=prod --yes --wait")]
    [InlineData("selector-pause", "rollout pause -l env=prod --reason holidays")]
    [InlineData("selector-resume", "rollout resume -l env=prod")]
    [InlineData("selector-drift", "drift -l env=prod")]
    [InlineData("selector-scale-refused", "scale cluster -l env=prod --pool p --replicas 3")]
    [InlineData("selector-wait", "wait cluster -l env=prod")]
    [InlineData("plan-cluster", "plan c1 --detailed-exitcode")]
    [InlineData("plan-cluster-and-file", "plan c1 -f all.yaml")]
    [InlineData("plan-nothing", "plan")]
    [InlineData("plan-cluster-out", "plan c1 --out p.json")]
    [InlineData("selector-plan-clusters", "plan -l env=prod --detailed-exitcode")]
    [InlineData("get-clusters-aks", "get clusters -l aks")]
    [InlineData("describe-cluster-aks", "describe cluster aks1")]
    [InlineData("history-by-name", "history")]
    [InlineData("rollout-undo-refused", "rollout undo c1")]
    [InlineData("fleet-plan", "fleet upgrade --version v1.31.2 -l env=prod --waves 1,100% --dry-run")]
    [InlineData("fleet-upgrade", "fleet upgrade --version v1.31.2 -l env=prod --waves 1,100% --pause 10m --stop-on-failure --health-check")]
    [InlineData("fleet-upgrade-wait", "fleet upgrade --version v1.31.2 -l env=prod --waves 1,100% --wait")]
    [InlineData("fleet-restart-json", "fleet restart -l env=prod --pool workers -o json")]
    [InlineData("fleet-apply", "fleet apply -f all.yaml -l env=prod")]
    [InlineData("fleet-stop", "fleet stop -l env=prod --max-concurrent 3")]
    [InlineData("fleet-list", "fleet list")]
    [InlineData("fleet-get", $"fleet get {FleetSamples.Id}")]
    [InlineData("fleet-forbidden", "fleet get team-b")]
    [InlineData("fleet-suspend", $"fleet suspend {FleetSamples.Id}")]
    [InlineData("fleet-resume", $"fleet resume {FleetSamples.Id}")]
    [InlineData("fleet-cancel", $"fleet cancel {FleetSamples.Id}")]
    [InlineData("fleet-bad-pause", "fleet restart -l env=prod --pause soon")]
    [InlineData("help-fleet", "fleet --help")]
    [InlineData("help-fleet-upgrade", "fleet upgrade --help")]
    [InlineData("help-delete-cluster", "delete cluster --help")]
    public async Task Command_OverManyClusters_PrintsGolden(string golden, string arguments)
    {
        var result = await _orc.RunAsync(arguments.Split(' '));

        Golden.Matches($"{golden}.txt", $"$ orc {arguments}\n{result.Transcript.Replace("Orchestrator.Cli.Tests", "orc", StringComparison.Ordinal)}");
    }

    [Theory]
    [InlineData("fleet upgrade --version v1.31.2 -l env=prod -n team-a --waves 1,10%,100% --pause 10m --max-concurrent 5 --stop-on-failure --health-check", """{"action":"Upgrade","selector":"env=prod","namespace":"team-a","upgrade":{"version":"v1.31.2"},"restart":null,"apply":null,"waves":["1","10%","100%"],"pauseSeconds":600,"maxConcurrent":5,"stopOnFailure":true,"healthCheck":true}""")]
    [InlineData("fleet restart -l a --control-plane", """{"action":"Restart","selector":"a","namespace":null,"upgrade":null,"restart":{"pool":null,"controlPlane":true,"at":null},"apply":null,"waves":["100%"],"pauseSeconds":0,"maxConcurrent":10,"stopOnFailure":false,"healthCheck":false}""")]
    [InlineData("fleet start -l a", """{"action":"Start","selector":"a","namespace":null,"upgrade":null,"restart":null,"apply":null,"waves":["100%"],"pauseSeconds":0,"maxConcurrent":10,"stopOnFailure":false,"healthCheck":false}""")]
    public async Task Fleet_Options_AreInTheRequest(string arguments, string body)
    {
        await _orc.RunAsync(arguments.Split(' '));

        var sent = JsonSerializer.Deserialize<FleetRequest>(Assert.Single(_orc.Server.Requests).Body, ContractJson.Options);
        Assert.Equivalent(JsonSerializer.Deserialize<FleetRequest>(body, ContractJson.Options), sent, strict: true);
    }

    /// <summary>What was planned for some clusters is carried out for these, whatever else the files hold.</summary>
    [Fact]
    public async Task Selector_OfAPlan_IsSentAndSavedWithIt()
    {
        await _orc.RunAsync("plan", "-f", "all.yaml", "-l", "env=prod", "--out", "p.json");
        await _orc.RunAsync("apply", "p.json");

        Assert.Equal(["env=prod", "env=prod"], _orc.Server.Requests.Select(static sent => JsonSerializer.Deserialize<ApplyRequest>(sent.Body, ContractJson.Options)!.Selector));
    }

    private static ClusterStatus Aks => Samples.ClusterReady with { Cluster = new ClusterKey("default", "aks1"), ControlPlaneReplicas = 0, OperationId = null };

    private static ApplyOutcome Accepted(ClusterKey cluster, string operation) => new(cluster, 2, Changed: true, operation, Plan: null);

    private static object Problem(string code, string detail) => new { title = "Refused.", code, detail, action = "Wait for it, then try again." };

    private static object Undo => new
    {
        title = "The manifest is not valid.",
        errors = new[] { new { code = "ORC0111", severity = "Error", message = "The control plane runs v1.32.3; it cannot go back to v1.31.2.", action = "Write v1.32.3 or newer.", path = "managedCluster.version", file = "", line = 0, column = 0 } },
    };

    public void Dispose() => _orc.Dispose();
}
