using System.Net;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>What each command prints for the same server, whole, as golden files.</summary>
public sealed class CommandOutputTests : IDisposable
{
    private const string Operation = $"api/operations/{Samples.OperationId}";
    private readonly CommandRunner _orc = new();

    public CommandOutputTests()
    {
        _orc.WriteFile("c1.yaml", "kind: Cluster\nname: ${CLUSTER_NAME}\n");
        _orc.Server
            .On("GET /api/clusters", new[] { Samples.ClusterFailed, Samples.ClusterReady })
            .On("GET /api/clusters/default/c1", Samples.ClusterReady)
            .On("GET /api/clusters/team-a/c2", Samples.ClusterFailed)
            .On("GET /api/clusters/default/c1/kubeconfig", "apiVersion: v1\nkind: Config\n", mediaType: "application/yaml")
            .On($"GET /{Operation}", Samples.CreateSequence[^1])
            .On("GET /api/operations/default.c1.2", Samples.FailedOperation with { Id = "default.c1.2", Kind = OperationKind.Delete, CorrelationId = "0f8fad5b-d9cb-469f-a165-70867728950e" })
            .On("GET /api/history?limit=50", new HistoryPage(HistorySamples.Entries, Next: null))
            .On("GET /api/clusters/default/c1/history?limit=500&since=7d", new HistoryPage([.. HistorySamples.Entries.Take(2)], "0000000002"))
            .On("GET /api/clusters/default/c1/history?limit=500&since=7d&before=0000000002", new HistoryPage([.. HistorySamples.Entries.Skip(2)], Next: null))
            .On("GET /api/clusters/default/c1/history?limit=500&operation=default.c1.2", new HistoryPage([.. HistorySamples.Entries.Take(2)], Next: null))
            .On("GET /api/clusters/default/keeps/history?limit=50", new HistoryPage(HistorySamples.Kept, Next: null))
            .On("GET /api/clusters/default/c1/history?limit=500&operation=default.c1.4", new HistoryPage([.. HistorySamples.Kept.Skip(1)], Next: null))
            .On("GET /api/history?limit=50&namespace=nobody", new HistoryPage([], Next: null))
            .On("DELETE /api/clusters/default/c1", new ApplyOutcome(Samples.Cluster, 2, Changed: true, "default.c1.2", Plan: null), HttpStatusCode.Accepted)
            .On($"POST /{Operation}/suspend", Samples.CreateSequence[0] with { State = OperationState.Suspended }, HttpStatusCode.Accepted)
            .On($"POST /{Operation}/approve", Samples.CreateSequence[0], HttpStatusCode.Accepted)
            .On($"POST /{Operation}/resume", Samples.CreateSequence[0], HttpStatusCode.Accepted)
            .On($"POST /{Operation}/cancel", Samples.CreateSequence[0], HttpStatusCode.Accepted)
            .On("GET /api/clusters/default/c1/drift", Samples.Drift)
            .On("POST /api/clusters/default/c1/drift", Samples.Drift with { Findings = [], RepairOperationId = null, NotKnown = "Its nodes are not looked at: its local accounts are disabled, and this app signs in as no user." })
            .On("POST /api/clusters/default/c1/drift?reset=true", Samples.Drift with { Error = Samples.QuotaError, RepairOperationId = null })
            .On("POST /api/clusters/default/c1/retry", new ApplyOutcome(Samples.Cluster, 1, Changed: false, Samples.OperationId, Plan: null), HttpStatusCode.Accepted)
            .On("POST /api/clusters/default/c1/scale", new ApplyOutcome(Samples.Cluster, 2, Changed: true, Samples.OperationId, Plan: null), HttpStatusCode.Accepted)
            .On("POST /api/clusters/default/c1/upgrade?dryRun=true", new ApplyOutcome(Samples.Cluster, 2, Changed: true, OperationId: null, Samples.Plan))
            .On("POST /api/clusters/default/c1/upgrade", new ApplyOutcome(Samples.Cluster, 2, Changed: true, Samples.OperationId, Plan: null), HttpStatusCode.Accepted)
            .On("POST /api/clusters/default/c1/undo", new ApplyOutcome(Samples.Cluster, 3, Changed: true, Samples.OperationId, Plan: null), HttpStatusCode.Accepted)
            .On("POST /api/clusters/default/c1/restart", new ApplyOutcome(Samples.Cluster, 3, Changed: true, Samples.OperationId, Plan: null), HttpStatusCode.Accepted)
            .On("POST /api/clusters/default/c1/pause?reason=black%20friday", Samples.ClusterReady with { RolloutPause = new RolloutPause(CommandRunner.Start, "black friday") })
            .On("POST /api/clusters/default/c1/resume", Samples.ClusterReady)
            .On("GET /api/clusters/default/paused", Samples.ClusterReady with { OperationId = null, RolloutPause = new RolloutPause(CommandRunner.Start, "black friday") })
            .On("DELETE /api/clusters/default/c1?force=true&forget=true", new ApplyOutcome(Samples.Cluster, 2, Changed: true, "default.c1.3", Plan: null), HttpStatusCode.Accepted)
            .On("GET /api/operations/default.c1.3", Samples.ForcedDeletion)
            .On("GET /api/clusters/default/c1/plan?delete=true", Samples.Deletion(foreignToo: false))
            .On("GET /api/clusters/default/c1/plan?delete=true&deleteForeign=true", Samples.Deletion(foreignToo: true))
            .On("DELETE /api/clusters/default/c1?deleteForeign=true", new ApplyOutcome(Samples.Cluster, 2, Changed: true, "default.c1.4", Plan: null), HttpStatusCode.Accepted)
            .On("GET /api/operations/default.c1.4", Samples.DeletionThatKeeps)
            .On("PUT /api/events/s1?dryRun=true", Samples.Events with { State = null })
            .On("PUT /api/events/s1", Samples.Events, HttpStatusCode.Accepted)
            .On("GET /api/events/s1", Samples.Events with { Plan = null, State = OperationState.Succeeded })
            .On("DELETE /api/events/s1", Samples.Events with { Settings = null, State = OperationState.Failed, Error = Contracts.Errors.ErrorCatalog.EventsNotDelivered.With() }, HttpStatusCode.Accepted)
            .On("POST /api/apply", new ApplyResult([new ApplyOutcome(Samples.Cluster, 1, Changed: true, Samples.OperationId, Plan: null)], []), HttpStatusCode.Accepted)
            .On("POST /api/apply?dryRun=true", new ApplyResult([new ApplyOutcome(Samples.Cluster, 2, Changed: true, OperationId: null, Samples.Plan)], []));
    }

    [Theory]
    [InlineData("get-clusters", "get clusters")]
    [InlineData("get-clusters-namespace-json", "get clusters -n team-a -o json")]
    [InlineData("get-clusters-namespace-yaml", "get clusters -n team-a -o yaml")]
    [InlineData("get-clusters-none", "get clusters -n nobody")]
    [InlineData("get-operation", $"get operation {Samples.OperationId}")]
    [InlineData("get-operation-failed", "get operation default.c1.2")]
    [InlineData("get-operation-json", $"get operation {Samples.OperationId} -o json")]
    [InlineData("get-kubeconfig", "get kubeconfig c1")]
    [InlineData("describe-cluster", "describe cluster default/c1")]
    [InlineData("describe-cluster-failed", "describe cluster c2 -n team-a")]
    [InlineData("describe-cluster-yaml", "describe cluster c2 -n team-a -o yaml")]
    [InlineData("plan", "plan -f c1.yaml --set CLUSTER_NAME=c1")]
    [InlineData("plan-json", "plan -f c1.yaml --set CLUSTER_NAME=c1 -o json --detailed-exitcode")]
    [InlineData("plan-out", "plan -f c1.yaml --set CLUSTER_NAME=c1 --out p.json")]
    [InlineData("diff", "diff -f c1.yaml --set CLUSTER_NAME=c1")]
    [InlineData("diff-error", "diff -f nope.yaml")]
    [InlineData("drift", "drift c1")]
    [InlineData("drift-json", "drift c1 -o json")]
    [InlineData("drift-none", "drift c1 --check")]
    [InlineData("drift-failed", "drift c1 --check --reset")]
    [InlineData("drift-reset", "drift c1 --reset")]
    [InlineData("apply-nothing", "apply")]
    [InlineData("apply-no-plan", "apply c1.yaml")]
    [InlineData("apply", "apply -f c1.yaml --set CLUSTER_NAME=c1")]
    [InlineData("apply-json", "apply -f c1.yaml --set CLUSTER_NAME=c1 -o json")]
    [InlineData("apply-dry-run", "apply -f c1.yaml --set CLUSTER_NAME=c1 --dry-run")]
    [InlineData("apply-wait", "apply -f c1.yaml --set CLUSTER_NAME=c1 --wait")]
    [InlineData("apply-wait-json", "apply -f c1.yaml --set CLUSTER_NAME=c1 --wait -o json")]
    [InlineData("delete-cluster", "delete cluster c1 --yes")]
    [InlineData("delete-cluster-wait-failed", "delete cluster c1 --yes --wait")]
    [InlineData("wait-cluster", "wait cluster c1")]
    [InlineData("suspend", $"suspend operation {Samples.OperationId}")]
    [InlineData("resume", $"resume operation {Samples.OperationId}")]
    [InlineData("approve", $"approve operation {Samples.OperationId} --step MachinePool/c1-mp-0")]
    [InlineData("cancel", $"cancel operation {Samples.OperationId}")]
    [InlineData("retry", "retry cluster c1 --wait")]
    [InlineData("scale", "scale cluster c1 --pool c1-mp-0 --replicas 3")]
    [InlineData("scale-no-replicas", "scale cluster c1")]
    [InlineData("upgrade-plan", "upgrade plan c1 --version v1.31.0")]
    [InlineData("upgrade-apply-json", "upgrade apply c1 --version v1.31.0 -o json")]
    [InlineData("rollout-undo", "rollout undo c1")]
    [InlineData("history", "history")]
    [InlineData("history-none", "history -n nobody")]
    [InlineData("history-jsonl", "history c1 --since 7d -o jsonl")]
    [InlineData("history-json", "history c1 --since 7d -o json")]
    [InlineData("history-format", "history -o xml")]
    [InlineData("describe-operation", "describe operation default.c1.2")]
    [InlineData("history-kept", "history keeps")]
    [InlineData("describe-operation-kept", "describe operation default.c1.4")]
    [InlineData("describe-operation-json", "describe operation default.c1.2 -o json")]
    [InlineData("help-history", "history --help")]
    [InlineData("rollout-restart", "rollout restart c1 --pool c1-mp-0")]
    [InlineData("rollout-pause", "rollout pause c1 --reason black%20friday")]
    [InlineData("rollout-resume", "rollout resume c1")]
    [InlineData("describe-cluster-paused", "describe cluster paused")]
    [InlineData("delete-cluster-force-wait", "delete cluster c1 --yes --force --forget --wait")]
    [InlineData("delete-cluster-plan", "delete cluster c1 --dry-run")]
    [InlineData("delete-cluster-plan-foreign", "delete cluster c1 --dry-run --delete-foreign")]
    [InlineData("delete-cluster-kept-wait", "delete cluster c1 --yes --delete-foreign --wait")]
    [InlineData("delete-cluster-forget", "delete cluster c1 --yes --forget")]
    [InlineData("events-plan", "events enable --subscription s1 --function-app /app --dry-run")]
    [InlineData("events-enable-wait", "events enable --subscription s1 --function-app /app --wait")]
    [InlineData("events-disable-failed", "events disable --subscription s1")]
    [InlineData("events-show-json", "events show --subscription s1 -o json")]
    [InlineData("help", "--help")]
    [InlineData("help-apply", "apply --help")]
    public async Task Command_OnHealthyServer_PrintsGolden(string golden, string arguments)
    {
        var result = await _orc.RunAsync([.. arguments.Split(' ').Select(static word => word.Replace("%20", " ", StringComparison.Ordinal))]);

        // Help names the process that runs it, which is the test's here.
        var transcript = result.Transcript.Replace("Orchestrator.Cli.Tests", "orc", StringComparison.Ordinal);
        Golden.Matches($"{golden}.txt", $"$ orc {arguments}\n{transcript}");
    }

    public void Dispose() => _orc.Dispose();
}
