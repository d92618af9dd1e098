using System.Net;
using System.Text;
using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Hosting;

/// <summary>Carries the requests of an HTTP client to Resource Manager in the same process, without sockets.</summary>
internal sealed class ArmMessageHandler(AzureResourceManager manager) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        request.Content?.CopyTo(buffer, context: null, cancellationToken);
        return Answer(request, buffer.ToArray());
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return Answer(request, content);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] content)
    {
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .GroupBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, static group => string.Join(',', group.SelectMany(static header => header.Value)), StringComparer.OrdinalIgnoreCase);
        var answer = manager.Send(new ArmRequest(request.Method.Method, request.RequestUri!, headers, content));
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ByteArrayContent([]) };
        if (answer.Body is not null)
        {
            response.Content = new StringContent(answer.Body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
