using System.Net;
using System.Text;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Hosting;

/// <summary>Carries the requests of an HTTP client to Azure's endpoints in the same process, without sockets.</summary>
internal sealed class ArmMessageHandler(Func<ArmRequest, ArmResponse> answer, TimeProvider time) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        request.Content?.CopyTo(buffer, context: null, cancellationToken);
        return Message(request, Answer(request, buffer.ToArray()));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var response = Answer(request, content);
        if (response.Delay > TimeSpan.Zero)
        {
            await Task.Delay(response.Delay, time, cancellationToken).ConfigureAwait(false);
        }

        return Message(request, response);
    }

    private ArmResponse Answer(HttpRequestMessage request, byte[] content)
    {
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .GroupBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, static group => string.Join(',', group.SelectMany(static header => header.Value)), StringComparer.OrdinalIgnoreCase);
        return answer(new ArmRequest(request.Method.Method, request.RequestUri!, headers, content));
    }

    private static HttpResponseMessage Message(HttpRequestMessage request, ArmResponse response)
    {
        if (response.IsDropped)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        }

        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { RequestMessage = request, Content = new ByteArrayContent([]) };
        if (response.Body is not null)
        {
            message.Content = new StringContent(response.Body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in response.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
