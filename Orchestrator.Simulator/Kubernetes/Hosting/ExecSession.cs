using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Api;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>Kubernetes' remote command protocol over a WebSocket: one byte of channel before every message.</summary>
internal static class ExecSession
{
    public static readonly string[] Protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];
    private const byte StandardOutput = 1;
    private const byte StandardError = 2;
    private const byte ErrorChannel = 3;

    public static string? Choose(IEnumerable<string> offered) => Protocols.FirstOrDefault(offered.Contains);

    public static async Task RunAsync(SimulatedCluster cluster, ExecCommand command, WebSocket socket, CancellationToken cancellation)
    {
        var result = cluster.Exec(command.NodeName, command.Command);
        await SendAsync(socket, StandardOutput, result.Output, cancellation).ConfigureAwait(false);
        await SendAsync(socket, StandardError, result.Error, cancellation).ConfigureAwait(false);
        await SendAsync(socket, ErrorChannel, StatusOf(result.ExitCode), cancellation).ConfigureAwait(false);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellation).ConfigureAwait(false);
    }

    private static Task SendAsync(WebSocket socket, byte channel, string text, CancellationToken cancellation) => text.Length == 0
        ? Task.CompletedTask
        : socket.SendAsync((byte[])[channel, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, endOfMessage: true, cancellation);

    private static string StatusOf(int exitCode) => exitCode == 0
        ? """{"metadata":{},"status":"Success"}"""
        : new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: exit status {exitCode}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = $"{exitCode}" }) },
        }.ToJsonString();
}
