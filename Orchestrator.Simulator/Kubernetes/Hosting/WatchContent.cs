using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Simulator.Kubernetes.Api;

namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>The body of a watch inside the process: lines as they come.</summary>
internal sealed class WatchContent : HttpContent
{
    private readonly WatchSession _session;

    public WatchContent(WatchSession session)
    {
        _session = session;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new WatchStream(_session));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await foreach (var line in _session.Lines.ReadAllAsync().ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line)).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _session.Dispose();
        }

        base.Dispose(disposing);
    }
}
