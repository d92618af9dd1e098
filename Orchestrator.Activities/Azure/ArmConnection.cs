using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// ARM over the wire for one identity: single requests without any retry of their own, because retrying belongs to the orchestration,
/// which honours Retry-After. Trouble comes back in <see cref="ArmResponse.Error"/>.
/// </summary>
public sealed class ArmConnection
{
    /// <summary>Rows of a page: the most that Resource Graph gives.</summary>
    private const int GraphPage = 1000;

    private readonly ArmSender _sender;
    private readonly string _region;

    internal ArmConnection(ArmSender sender, string region) => (_sender, _region) = (sender, region);

    public Task<ArmResponse> GetAsync(string id, string operationId, CancellationToken cancellation) =>
        _sender.SendAsync(Request(ArmVerb.Get, id, id, operationId), cancellation);

    /// <summary>A read below a resource that has no type of its own, such as <c>instanceView</c>.</summary>
    public Task<ArmResponse> GetViewAsync(string id, string view, string operationId, CancellationToken cancellation) =>
        _sender.SendAsync(Request(ArmVerb.Get, id, $"{id}/{view}", operationId), cancellation);

    /// <summary>Makes a resource; where its type can refuse to overwrite one that somebody made meanwhile, it does (412).</summary>
    public Task<ArmResponse> CreateAsync(string id, JsonObject body, string operationId, CancellationToken cancellation, IReadOnlyDictionary<string, string>? headers = null) =>
        _sender.SendAsync(Request(ArmVerb.Put, id, id, operationId) with { Body = body, Headers = headers, IsNew = true, OnlyIfAbsent = ArmTypes.TakesIfNoneMatch(ResourceId.TypeOf(id)) }, cancellation);

    /// <summary>Sends the whole resource; with <paramref name="etag"/> only if it is still that version.</summary>
    public Task<ArmResponse> PutAsync(string id, JsonObject body, string? etag, string operationId, CancellationToken cancellation, IReadOnlyDictionary<string, string>? headers = null) =>
        _sender.SendAsync(Request(ArmVerb.Put, id, id, operationId) with { Body = body, Headers = headers, IfMatch = etag }, cancellation);

    /// <summary>With <paramref name="etag"/> only if the resource is still that version.</summary>
    public Task<ArmResponse> DeleteAsync(string id, string operationId, CancellationToken cancellation, string? etag = null) =>
        _sender.SendAsync(Request(ArmVerb.Delete, id, id, operationId) with { IfMatch = etag }, cancellation);

    /// <summary>With <paramref name="etag"/> only if the resource is still that version.</summary>
    public Task<ArmResponse> PostAsync(string id, string action, JsonObject? body, string operationId, CancellationToken cancellation, string? etag = null, string? query = null)
    {
        var request = Request(ArmVerb.Post, id, $"{id}/{action}", operationId) with { Body = body, IfMatch = etag };
        return _sender.SendAsync(query is null ? request : request with { Url = new Uri($"{request.Url}&{query}") }, cancellation);
    }

    /// <summary>How far a long-running operation on a resource is.</summary>
    public async Task<ArmOperationStatus> CheckAsync(ArmOperation operation, string resourceId, string operationId, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(operation.Url, UriKind.Absolute, out var url))
        {
            return new ArmOperationStatus(State: null);
        }

        var request = new ArmRequest(ArmVerb.Get, resourceId, ResourceId.TypeOf(resourceId), url, operationId) { Region = _region };
        return ArmOperationStatus.Of(operation, await _sender.SendAsync(request, cancellation).ConfigureAwait(false));
    }

    /// <summary>All resources of <paramref name="type"/> in <paramref name="scope"/> (a resource group, subscription or parent resource), page by page.</summary>
    /// <returns>The items, or the error of the page that failed.</returns>
    public Task<(IReadOnlyList<JsonObject> Items, OrchestratorError? Error)> ListAsync(
        string scope, string type, string operationId, CancellationToken cancellation, string? query = null)
    {
        var isChild = scope.Contains("/providers/", StringComparison.OrdinalIgnoreCase);
        var path = isChild ? $"{scope}/{type[(type.LastIndexOf('/') + 1)..]}" : $"{scope}/providers/{type}";
        return ReadPagesAsync(new ArmRequest(ArmVerb.Get, isChild ? scope : path, type, UrlOf(path, type, query), operationId) { IsList = true, Region = _region }, cancellation);
    }

    /// <summary>Everything in a resource group, whatever its type, in short: id, type, tags, and what has it (<c>managedBy</c>). Unlike a query's, the answer is of now.</summary>
    /// <returns>The items, none when the group is not there, or the error of the page that failed.</returns>
    public async Task<(IReadOnlyList<JsonObject> Items, OrchestratorError? Error)> ListGroupAsync(string group, string operationId, CancellationToken cancellation)
    {
        var url = UrlOf($"{group}/resources", ArmTypes.ResourceGroup, $"$top={GraphPage}");
        var (items, error) = await ReadPagesAsync(new ArmRequest(ArmVerb.Get, group, ArmTypes.ResourceGroup, url, operationId) { IsList = true, Region = _region }, cancellation).ConfigureAwait(false);
        return error is { HttpStatus: 404 } ? ([], null) : (items, error);
    }

    /// <summary>The rows of a Resource Graph query, which has to project <c>id</c>; they may be seconds old.</summary>
    /// <returns>All rows, or the error of the page that failed: never some of them.</returns>
    public async Task<(IReadOnlyList<JsonObject> Rows, OrchestratorError? Error)> QueryAsync(
        string query, IReadOnlyList<string> subscriptions, string operationId, CancellationToken cancellation)
    {
        const string Path = $"/providers/{ArmTypes.ResourceGraph}";
        var rows = new List<JsonObject>();
        string? token = null;
        do
        {
            var request = new ArmRequest(ArmVerb.Post, Path, ArmTypes.ResourceGraph, UrlOf(Path, ArmTypes.ResourceGraph), operationId) { Body = GraphBody(query, subscriptions, token) };
            var page = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
            if (page.Error is not null)
            {
                return ([], page.Error);
            }

            rows.AddRange((page.Resource?["data"] as JsonArray ?? []).OfType<JsonObject>());
            token = (string?)page.Resource?["$skipToken"];
            if (token is null && (string?)page.Resource?["resultTruncated"] == "true")
            {
                return ([], ErrorCatalog.AzureUnavailable.With("Resource Graph cut its answer short.", Path));
            }
        }
        while (token is { Length: > 0 });
        return (rows, null);
    }

    private static JsonObject GraphBody(string query, IReadOnlyList<string> subscriptions, string? skipToken)
    {
        var options = new JsonObject { ["resultFormat"] = "objectArray", ["$top"] = GraphPage };
        if (skipToken is not null)
        {
            options["$skipToken"] = skipToken;
        }

        return new JsonObject
        {
            ["subscriptions"] = new JsonArray([.. subscriptions.Select(static s => JsonValue.Create(s))]),
            ["query"] = query,
            ["options"] = options,
        };
    }

    private async Task<(IReadOnlyList<JsonObject> Items, OrchestratorError? Error)> ReadPagesAsync(ArmRequest first, CancellationToken cancellation)
    {
        var items = new List<JsonObject>();
        var seen = new HashSet<Uri>();
        for (var request = first; ;)
        {
            if (!seen.Add(request.Url))
            {
                return ([], ErrorCatalog.AzureUnavailable.With($"The pages of {request.Id} lead back to one that was read already.", request.Id));
            }

            var page = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
            if (page.Error is not null)
            {
                return ([], page.Error);
            }

            // A few lists, such as those of image versions, are bare arrays.
            items.AddRange((page.Body as JsonArray ?? page.Resource?["value"] as JsonArray ?? []).OfType<JsonObject>());
            if ((string?)page.Resource?["nextLink"] is not { Length: > 0 } next)
            {
                return (items, null);
            }

            request = request with { Url = new Uri(_sender.Endpoint, next) };
        }
    }

    private ArmRequest Request(ArmVerb verb, string id, string path, string operationId)
    {
        var type = ResourceId.TypeOf(id);
        return new ArmRequest(verb, id, type, UrlOf(path, type), operationId) { Region = _region };
    }

    private Uri UrlOf(string path, string type, string? query = null) =>
        new(_sender.Endpoint, $"{path}?api-version={ArmTypes.ApiVersionOf(type)}{(query is null ? "" : $"&{query}")}");
}
