using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Determinism.Chance;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Cli.Api;

/// <summary>
/// The HTTP API, one method for each route.
/// Throws <see cref="ServerException"/> when the server refuses and <see cref="ServerUnreachableException"/> when no answer comes.
/// </summary>
public sealed class OrchestratorClient : IDisposable
{
    private const string KeyHeader = "x-functions-key";
    private const int HistoryPageSize = 500;
    private static readonly string UserAgent = $"orc/{typeof(OrchestratorClient).Assembly.GetName().Version!.ToString(3)}";
    private readonly Randomness _randomness = new SystemRandomness();
    private readonly HttpClient _http;

    public OrchestratorClient(HttpMessageHandler handler, ServerAddress address)
    {
        _http = new HttpClient(handler) { BaseAddress = new Uri(address.Url.AbsoluteUri.TrimEnd('/') + "/") };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
        if (address.Token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Token);
        }

        if (address.Key is not null)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(KeyHeader, address.Key);
        }
    }

    public Uri Server => _http.BaseAddress!;

    public async Task<ApplyResult> ApplyAsync(ApplyRequest request, bool dryRun, CancellationToken cancellation)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Options));
        body.Headers.ContentType = new MediaTypeHeaderValue(ApplyRequest.MediaType);
        return await SendAsync<ApplyResult>(HttpMethod.Post, dryRun ? "api/apply?dryRun=true" : "api/apply", body, cancellation).ConfigureAwait(false);
    }

    /// <param name="selector">Label selector; null: all.</param>
    public Task<IReadOnlyList<ClusterStatus>> ListClustersAsync(string? selector, CancellationToken cancellation) =>
        SendAsync<IReadOnlyList<ClusterStatus>>(HttpMethod.Get, selector is null ? "api/clusters" : $"api/clusters?labelSelector={Uri.EscapeDataString(selector)}", body: null, cancellation);

    public Task<FleetStatus> StartFleetAsync(FleetRequest request, bool dryRun, CancellationToken cancellation) =>
        SendAsync<FleetStatus>(HttpMethod.Post, dryRun ? "api/fleet?dryRun=true" : "api/fleet", Json(request), cancellation);

    public Task<FleetStatus> GetFleetAsync(string id, CancellationToken cancellation) =>
        SendAsync<FleetStatus>(HttpMethod.Get, $"api/fleet/{Uri.EscapeDataString(id)}", body: null, cancellation);

    public Task<IReadOnlyList<FleetStatus>> ListFleetsAsync(CancellationToken cancellation) =>
        SendAsync<IReadOnlyList<FleetStatus>>(HttpMethod.Get, "api/fleet", body: null, cancellation);

    /// <param name="verb">suspend, resume or cancel.</param>
    public Task<FleetStatus> SteerFleetAsync(string id, string verb, CancellationToken cancellation) =>
        SendAsync<FleetStatus>(HttpMethod.Post, $"api/fleet/{Uri.EscapeDataString(id)}/{verb}", body: null, cancellation);

    public Task<ClusterStatus> GetClusterAsync(ClusterKey cluster, CancellationToken cancellation) =>
        SendAsync<ClusterStatus>(HttpMethod.Get, PathOf(cluster), body: null, cancellation);

    /// <param name="force">Go on past what fails.</param>
    /// <param name="forget">Give the cluster up whatever is left; only with <paramref name="force"/>.</param>
    /// <param name="deleteForeign">Delete what others have in resource groups that were made for the cluster, too.</param>
    public Task<ApplyOutcome> DeleteClusterAsync(ClusterKey cluster, bool force, bool forget, bool deleteForeign, CancellationToken cancellation)
    {
        var query = string.Join('&', new[] { force ? "force=true" : "", forget ? "forget=true" : "", deleteForeign ? "deleteForeign=true" : "" }.Where(static part => part.Length > 0));
        return SendAsync<ApplyOutcome>(HttpMethod.Delete, $"{PathOf(cluster)}{(query.Length > 0 ? "?" : "")}{query}", body: null, cancellation);
    }

    /// <summary>What deleting would do.</summary>
    public Task<ClusterPlan> PlanDeletionAsync(ClusterKey cluster, bool deleteForeign, CancellationToken cancellation) =>
        SendAsync<ClusterPlan>(HttpMethod.Get, $"{PathOf(cluster)}/plan?delete=true{(deleteForeign ? "&deleteForeign=true" : "")}", body: null, cancellation);

    public Task<ClusterStatus> PauseRolloutsAsync(ClusterKey cluster, string? reason, CancellationToken cancellation) =>
        SendAsync<ClusterStatus>(HttpMethod.Post, $"{PathOf(cluster)}/pause{(reason is null ? "" : $"?reason={Uri.EscapeDataString(reason)}")}", body: null, cancellation);

    public Task<ClusterStatus> ResumeRolloutsAsync(ClusterKey cluster, CancellationToken cancellation) =>
        SendAsync<ClusterStatus>(HttpMethod.Post, $"{PathOf(cluster)}/resume", body: null, cancellation);

    public Task<ClusterPlan> GetPlanAsync(ClusterKey cluster, CancellationToken cancellation) =>
        SendAsync<ClusterPlan>(HttpMethod.Get, $"{PathOf(cluster)}/plan", body: null, cancellation);

    /// <summary>The newest drift report.</summary>
    public Task<DriftReport> GetDriftAsync(ClusterKey cluster, CancellationToken cancellation) =>
        SendAsync<DriftReport>(HttpMethod.Get, $"{PathOf(cluster)}/drift", body: null, cancellation);

    /// <summary>Checks for drift now.</summary>
    /// <param name="reset">What was given up is tried again.</param>
    public Task<DriftReport> CheckDriftAsync(ClusterKey cluster, bool reset, CancellationToken cancellation) =>
        SendAsync<DriftReport>(HttpMethod.Post, $"{PathOf(cluster)}/drift{(reset ? "?reset=true" : "")}", body: null, cancellation);

    public Task<OperationStatus> GetOperationAsync(string operationId, CancellationToken cancellation) =>
        SendAsync<OperationStatus>(HttpMethod.Get, $"api/operations/{Uri.EscapeDataString(operationId)}", body: null, cancellation);

    /// <summary>All pages that the filter wants, the newest entries first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryFilter filter, CancellationToken cancellation)
    {
        var entries = new List<HistoryEntry>();
        string? before = null;
        do
        {
            var limit = Math.Min(HistoryPageSize, filter.Limit - entries.Count ?? HistoryPageSize);
            var page = await SendAsync<HistoryPage>(HttpMethod.Get, HistoryPath(filter, limit, before), body: null, cancellation).ConfigureAwait(false);
            entries.AddRange(page.Entries);
            before = page.Next;
        }
        while (before is not null && !(entries.Count >= filter.Limit));
        return entries;
    }

    /// <param name="verb">suspend, resume or cancel.</param>
    public Task<OperationStatus> SteerAsync(string operationId, string verb, CancellationToken cancellation) =>
        SendAsync<OperationStatus>(HttpMethod.Post, $"api/operations/{Uri.EscapeDataString(operationId)}/{verb}", body: null, cancellation);

    public Task<OperationStatus> ApproveAsync(string operationId, string step, CancellationToken cancellation) =>
        SendAsync<OperationStatus>(HttpMethod.Post, $"api/operations/{Uri.EscapeDataString(operationId)}/approve", Json(new ApproveRequest(step)), cancellation);

    /// <param name="change">retry, scale, upgrade, undo, restart, start or stop.</param>
    /// <param name="body">What the change takes; null for nothing.</param>
    public Task<ApplyOutcome> ChangeClusterAsync(ClusterKey cluster, string change, object? body, bool dryRun, CancellationToken cancellation)
    {
        return SendAsync<ApplyOutcome>(HttpMethod.Post, $"{PathOf(cluster)}/{change}{(dryRun ? "?dryRun=true" : "")}", body is null ? null : Json(body), cancellation);
    }

    public Task<EventsStatus> EnableEventsAsync(string subscription, EnableEventsRequest request, bool dryRun, CancellationToken cancellation)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Options)) { Headers = { ContentType = new("application/json") } };
        return SendAsync<EventsStatus>(HttpMethod.Put, $"{PathOfEvents(subscription)}{(dryRun ? "?dryRun=true" : "")}", content, cancellation);
    }

    public Task<EventsStatus> DisableEventsAsync(string subscription, bool dryRun, CancellationToken cancellation) =>
        SendAsync<EventsStatus>(HttpMethod.Delete, $"{PathOfEvents(subscription)}{(dryRun ? "?dryRun=true" : "")}", body: null, cancellation);

    public Task<EventsStatus> GetEventsAsync(string subscription, CancellationToken cancellation) =>
        SendAsync<EventsStatus>(HttpMethod.Get, PathOfEvents(subscription), body: null, cancellation);

    public Task<AdoptResult> AdoptAsync(AdoptRequest request, CancellationToken cancellation)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Options)) { Headers = { ContentType = new("application/json") } };
        return SendAsync<AdoptResult>(HttpMethod.Post, "api/adopt", body, cancellation);
    }

    public Task<AbortResult> AbortAsync(ClusterKey cluster, CancellationToken cancellation) =>
        SendAsync<AbortResult>(HttpMethod.Post, $"{PathOf(cluster)}/abort", body: null, cancellation);

    /// <summary>The kubeconfig as YAML text.</summary>
    /// <param name="forUser">AKS: the one with which each user signs in.</param>
    /// <param name="publicName">AKS: with the public name of a private cluster.</param>
    public async Task<string> GetKubeconfigAsync(ClusterKey cluster, bool forUser, bool publicName, CancellationToken cancellation)
    {
        string[] options = [.. forUser ? ["user=true"] : Array.Empty<string>(), .. publicName ? ["publicName=true"] : Array.Empty<string>()];
        var query = options.Length == 0 ? "" : $"?{string.Join('&', options)}";
        var bytes = await SendAsync(HttpMethod.Get, $"{PathOf(cluster)}/kubeconfig{query}", body: null, cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes);
    }

    public void Dispose() => _http.Dispose();

    private static string HistoryPath(HistoryFilter filter, int limit, string? before)
    {
        (string Name, string? Value)[] parameters =
        [
            ("limit", limit.ToString(CultureInfo.InvariantCulture)),
            ("namespace", filter.Cluster is null ? filter.Namespace : null),
            ("since", filter.Since),
            ("operation", filter.OperationId),
            ("before", before),
        ];
        var query = string.Join('&', parameters.Where(static p => p.Value is not null).Select(static p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return $"{(filter.Cluster is { } cluster ? $"{PathOf(cluster)}/history" : "api/history")}?{query}";
    }

    private static string PathOfEvents(string subscription) => $"api/events/{Uri.EscapeDataString(subscription)}";

    private static string PathOf(ClusterKey cluster) =>
        $"api/clusters/{Uri.EscapeDataString(cluster.Namespace)}/{Uri.EscapeDataString(cluster.Name)}";

    private static ByteArrayContent Json(object body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ContractJson.Options)) { Headers = { ContentType = new("application/json") } };

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        var bytes = await SendAsync(method, path, body, cancellation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, ContractJson.Options) ?? throw new JsonException("the answer is null");
        }
        catch (JsonException exception)
        {
            throw new ServerUnreachableException(Server, $"the answer to {method} {path} is not what an Orchestrator says ({exception.Message})", exception);
        }
    }

    private async Task<byte[]> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("x-ms-client-request-id", _randomness.NextGuid().ToString());
        try
        {
            using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? bytes : throw new ServerException(response.StatusCode, ReadProblem(response, bytes));
        }
        catch (HttpRequestException exception)
        {
            throw new ServerUnreachableException(Server, exception.InnerException?.Message ?? exception.Message, exception);
        }
        catch (TaskCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ServerUnreachableException(Server, $"no answer within {_http.Timeout.TotalSeconds:0} s", exception);
        }
    }

    /// <summary>Proxies and half-started servers answer with other bodies; their status still says enough.</summary>
    private static ServerProblem ReadProblem(HttpResponseMessage response, byte[] bytes)
    {
        var status = $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        try
        {
            var problem = JsonSerializer.Deserialize<ServerProblem>(bytes, ContractJson.Options);
            return problem is null or { Title: null, Detail: null, Code: null } ? new ServerProblem { Title = status, Errors = problem?.Errors ?? [] } : problem;
        }
        catch (JsonException)
        {
            return new ServerProblem { Title = status };
        }
    }
}
