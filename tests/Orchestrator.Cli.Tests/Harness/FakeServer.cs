using System.Net;
using System.Text;
using System.Text.Json;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Tests.Harness;

/// <summary>Answers requests from a list of routes and remembers what was asked.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<HttpResponseMessage>>> _routes = new(StringComparer.Ordinal);

    public List<(string Route, string? Key, string? MediaType, string Body)> Requests { get; } = [];

    /// <summary>The Authorization header of each request; null where there was none.</summary>
    public List<string?> Authorizations { get; } = [];

    /// <summary>Of several answers for one route each is given once; the last one stays.</summary>
    public FakeServer On(string route, object body, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") =>
        On(route, () => new HttpResponseMessage(status)
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body, ContractJson.Options), Encoding.UTF8, mediaType),
        });

    public FakeServer On(string route, Func<HttpResponseMessage> answer)
    {
        if (!_routes.TryGetValue(route, out var answers))
        {
            _routes[route] = answers = new Queue<Func<HttpResponseMessage>>();
        }

        answers.Enqueue(answer);
        return this;
    }

    public FakeServer IsAway(string route) => On(route, static () => throw new HttpRequestException("Connection refused"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var route = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        var key = request.Headers.TryGetValues("x-functions-key", out var values) ? values.Single() : null;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Authorizations.Add(request.Headers.Authorization?.ToString());
        Requests.Add((route, key, request.Content?.Headers.ContentType?.MediaType, body));
        if (!_routes.TryGetValue(route, out var answers))
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("") };
        }

        return (answers.Count > 1 ? answers.Dequeue() : answers.Peek())();
    }
}
