using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Kubernetes.Api;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>HTTP requests from outside, handed to the API server of the cluster that their connection was made to.</summary>
internal sealed class KubernetesEndpoint(SimulatedClusters clusters)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var hold = clusters.Time.Hold();
        var host = HostOf(context);
        // A control plane may have gone since the connection was made: then the connection breaks, as the load balancer would break it.
        if (clusters.Route(host) is not { } cluster)
        {
            context.Abort();
            return;
        }

        var answer = cluster.Api.Handle(await RequestOfAsync(context).ConfigureAwait(false));
        if (answer.Watch is { } watch)
        {
            hold.Dispose();
            await StreamAsync(context, watch).ConfigureAwait(false);
        }
        else if (answer.Exec is { } command && context.WebSockets.IsWebSocketRequest)
        {
            var protocol = ExecSession.Choose(context.WebSockets.WebSocketRequestedProtocols);
            using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol).ConfigureAwait(false);
            await RunAsync(cluster, command, socket, context.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = answer.StatusCode;
            context.Response.ContentType = answer.ContentType;
            await context.Response.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>By the name that the proxy was asked for, or that TLS named; the Host header serves only connections without either.</summary>
    private static string HostOf(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>()?.Items.TryGetValue(ConnectProxy.HostItem, out var host) is true && host is string name
            ? name : context.Request.Host.Host;

    private static async Task<ApiRequest> RequestOfAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        var authorization = context.Request.Headers.Authorization.ToString();
        const string Bearer = "Bearer ";
        return new ApiRequest(
            context.Request.Method,
            context.Request.Path.ToUriComponent(),
            context.Request.Query.SelectMany(static pair => pair.Value.Select(value => (pair.Key, value))).ToLookup(static pair => pair.Key, static pair => pair.value ?? ""),
            context.Request.Headers.Accept.ToString(),
            context.Request.ContentType ?? "",
            body,
            await context.Connection.GetClientCertificateAsync(context.RequestAborted).ConfigureAwait(false),
            authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null);
    }

    private static async Task StreamAsync(HttpContext context, WatchSession watch)
    {
        using (watch)
        {
            context.Response.ContentType = "application/json";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            try
            {
                await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
                await foreach (var line in watch.Lines.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
                {
                    await context.Response.WriteAsync(line, context.RequestAborted).ConfigureAwait(false);
                    await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                // The client has seen enough.
            }
        }
    }

    private static async Task RunAsync(SimulatedCluster cluster, ExecCommand command, WebSocket socket, CancellationToken cancellation)
    {
        try
        {
            await ExecSession.RunAsync(cluster, command, socket, cancellation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is WebSocketException or OperationCanceledException)
        {
            // The client went away.
            socket.Abort();
        }
    }
}
