using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Orchestrator.Simulator.Machines.Kubeadm;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>
/// An HTTP CONNECT proxy that knows simulated clusters only. The tunnel does not leave the connection: after the answer, TLS starts right here,
/// and the host that was asked for is kept with the connection (an IP address has no SNI).
/// </summary>
internal sealed class ConnectProxy(SimulatedClusters clusters)
{
    public const string HostItem = "kubernetes-host";
    private const int LargestHead = 16 * 1024;

    public ConnectionDelegate Use(ConnectionDelegate next) => async connection =>
    {
        var host = HostOf(await ReadHeadAsync(connection).ConfigureAwait(false));
        if (host is null)
        {
            await AnswerAsync(connection, "405 Method Not Allowed", "this proxy answers CONNECT only").ConfigureAwait(false);
            return;
        }

        if (clusters.Route(host) is null)
        {
            await AnswerAsync(connection, "502 Bad Gateway", $"no simulated cluster answers at {host}").ConfigureAwait(false);
            return;
        }

        connection.Items[HostItem] = host;
        await connection.Transport.Output.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), connection.ConnectionClosed).ConfigureAwait(false);
        await next(connection).ConfigureAwait(false);
    };

    private static async Task<string> ReadHeadAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(connection.ConnectionClosed).ConfigureAwait(false);
            var reader = new SequenceReader<byte>(result.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
            {
                var text = Encoding.ASCII.GetString(head);
                input.AdvanceTo(reader.Position);
                return text;
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted || result.Buffer.Length > LargestHead)
            {
                return "";
            }
        }
    }

    private static string? HostOf(string head) => head.Split("\r\n")[0].Split(' ') is ["CONNECT", var authority, ..] ? Endpoints.HostOf(authority) : null;

    private static async Task AnswerAsync(ConnectionContext connection, string status, string message)
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {Encoding.UTF8.GetByteCount(message)}\r\nConnection: close\r\n\r\n{message}";
        await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(head), connection.ConnectionClosed).ConfigureAwait(false);
    }
}
