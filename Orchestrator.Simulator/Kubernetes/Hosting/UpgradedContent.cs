using System.Net;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>The connection after a switch of protocols, readable and writable as <see cref="System.Net.WebSockets.ClientWebSocket"/> wants it.</summary>
internal sealed class UpgradedContent(Stream connection) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(connection);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => connection;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => connection.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
