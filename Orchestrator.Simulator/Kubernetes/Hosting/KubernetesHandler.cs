using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Web;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Kubernetes.Api;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>The way to the API servers from inside the process.</summary>
internal sealed class KubernetesHandler(SimulatedClusters clusters, X509Certificate2? clientCertificate, string? bearerToken) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Content?.ReadAsStream(cancellationToken) ?? Stream.Null);
        return Answer(request, reader.ReadToEnd());
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var hold = clusters.Time.Hold();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return Answer(request, body);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string body)
    {
        using var hold = clusters.Time.Hold();
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var cluster = clusters.Route(uri.IdnHost) ?? throw new HttpRequestException(HttpRequestError.ConnectionError, $"Connection refused ({uri.Host}:{uri.Port})");
        var answer = cluster.Api.Handle(RequestOf(request, uri, body));
        var response = answer switch
        {
            { Watch: { } watch } => new HttpResponseMessage(HttpStatusCode.OK) { Content = new WatchContent(watch) },
            { Exec: { } command } when request.Headers.TryGetValues("Sec-WebSocket-Key", out var keys) => Upgrade(cluster, command, request, keys.Single()),
            _ => new HttpResponseMessage((HttpStatusCode)answer.StatusCode) { Content = ContentOf(answer) },
        };
        response.RequestMessage = request;
        return response;
    }

    private ApiRequest RequestOf(HttpRequestMessage request, Uri uri, string body)
    {
        var query = HttpUtility.ParseQueryString(uri.Query);
        return new ApiRequest(
            request.Method.Method,
            uri.AbsolutePath,
            query.AllKeys.SelectMany(key => (query.GetValues(key) ?? []).Select(value => (key, value))).ToLookup(static pair => pair.key ?? "", static pair => pair.value),
            string.Join(',', request.Headers.TryGetValues("Accept", out var accept) ? accept : []),
            request.Content?.Headers.ContentType?.ToString() ?? "",
            body,
            clientCertificate,
            request.Headers.Authorization is { Scheme: "Bearer", Parameter: { } token } ? token : bearerToken);
    }

    private static StringContent ContentOf(ApiResponse answer)
    {
        var content = new StringContent(answer.Body, Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        return content;
    }

    /// <summary>Answers the WebSocket handshake as a server would, over a pair of streams in place of a connection.</summary>
    private HttpResponseMessage Upgrade(SimulatedCluster cluster, ExecCommand command, HttpRequestMessage request, string key)
    {
        var protocol = ExecSession.Choose(request.Headers.TryGetValues("Sec-WebSocket-Protocol", out var offered) ? offered.SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries)) : []);
        var (client, server) = DuplexStream.CreatePair();
        var socket = WebSocket.CreateFromStream(server, new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol });
        clusters.Dispatcher.Post(async () =>
        {
            try
            {
                await ExecSession.RunAsync(cluster, command, socket, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is WebSocketException or IOException)
            {
                // The client went away.
                socket.Abort();
            }
        });
        var response = new HttpResponseMessage(HttpStatusCode.SwitchingProtocols) { Content = new UpgradedContent(client) };
        response.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        response.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        response.Headers.TryAddWithoutValidation("Sec-WebSocket-Accept", AcceptOf(key));
        if (protocol is not null)
        {
            response.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", protocol);
        }

        return response;
    }

    /// <summary>RFC 6455 section 4.2.2 prescribes the constant and SHA-1.</summary>
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
