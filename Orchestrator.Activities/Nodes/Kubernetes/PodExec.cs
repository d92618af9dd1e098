using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>Runs a command in a container over the API server's exec WebSocket.</summary>
internal sealed class PodExec(TimeProvider time)
{
    private const byte StandardOutput = 1;
    private const byte StandardError = 2;
    private const byte Outcome = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <exception cref="Contracts.Errors.OrchestratorException">ApiServerUnreachable: the connection could not be made or broke.</exception>
    public async Task<ExecResult> RunAsync(KubernetesClient client, string @namespace, string pod, string container, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var url = new UriBuilder(client.Endpoint)
        {
            Scheme = "wss",
            Path = $"/api/v1/namespaces/{@namespace}/pods/{pod}/exec",
            Query = $"container={container}&stdout=true&stderr=true&{string.Join('&', command.Select(static word => $"command={Uri.EscapeDataString(word)}"))}",
        }.Uri;
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("v5.channel.k8s.io");
        socket.Options.AddSubProtocol("v4.channel.k8s.io");
        try
        {
            await socket.ConnectAsync(url, client.Invoker, either.Token);
            return await ReadAsync(socket, either.Token);
        }
        catch (Exception problem) when (problem is WebSocketException or HttpRequestException or IOException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw KubernetesClient.Unreachable(client.Endpoint, problem);
        }
    }

    /// <summary>Every message starts with the number of its channel; the last one on the outcome's channel is a Status.</summary>
    private static async Task<ExecResult> ReadAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var channels = new Dictionary<byte, MemoryStream> { [StandardOutput] = new(), [StandardError] = new(), [Outcome] = new() };
        var buffer = new byte[16 * 1024];
        while (true)
        {
            using var message = new MemoryStream();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return new ExecResult(Text(channels[StandardOutput]), Text(channels[StandardError]), ExitCode(Text(channels[Outcome])));
            }

            if (message.Length > 1 && channels.TryGetValue(message.GetBuffer()[0], out var channel))
            {
                channel.Write(message.GetBuffer(), 1, (int)message.Length - 1);
            }
        }
    }

    private static int ExitCode(string outcome)
    {
        var status = outcome.Length == 0 ? null : JsonNode.Parse(outcome);
        if (status is null || status["status"]?.ToString() == "Success")
        {
            return 0;
        }

        var code = (status["details"]?["causes"] as JsonArray)?.FirstOrDefault(static cause => cause?["reason"]?.ToString() == "ExitCode")?["message"]?.ToString();
        return int.TryParse(code, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
}
