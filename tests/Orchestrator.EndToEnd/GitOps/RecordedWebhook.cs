using System.Net;
using Orchestrator.Activities.GitOps;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>A webhook that refuses at first, and then takes what comes; and a host of manifests.</summary>
internal sealed class RecordedWebhook(int refusals) : HttpMessageHandler
{
    public List<(string MediaType, string Body)> Posts { get; } = [];

    public Dictionary<string, string> Manifests { get; } = new(StringComparer.Ordinal);

    public GitOpsTransport Transport => new() { Manifests = new HttpMessageInvoker(this, disposeHandler: false), Webhook = new HttpMessageInvoker(this, disposeHandler: false) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return Manifests.TryGetValue(request.RequestUri!.AbsolutePath, out var manifest)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(manifest) }
                : new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        Posts.Add((request.Content!.Headers.ContentType!.MediaType!, await request.Content.ReadAsStringAsync(cancellationToken)));
        return new HttpResponseMessage(Posts.Count <= refusals ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Accepted);
    }
}
