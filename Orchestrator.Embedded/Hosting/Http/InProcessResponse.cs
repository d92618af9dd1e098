using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>The response side of a request without sockets: buffered, so headers may change until the pipeline has ended.</summary>
internal sealed class InProcessResponse : IHttpResponseFeature
{
    private readonly Stack<Func<Task>> _starting = new();
    private readonly Stack<Func<Task>> _completed = new();

    public MemoryStream Buffer { get; } = new();

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    /// <summary>Superseded by <see cref="IHttpResponseBodyFeature"/>; still asked for by the contract.</summary>
    public Stream Body { get => Buffer; set => throw new NotSupportedException("Set the response body through IHttpResponseBodyFeature."); }

    public bool HasStarted { get; private set; }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push(() => callback(state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push(() => callback(state));

    public async Task<HttpResponseMessage> CompleteAsync(HttpRequestMessage request)
    {
        await RunAsync(_starting);
        HasStarted = true;
        var message = ToMessage(request);
        await RunAsync(_completed);
        return message;
    }

    private static async Task RunAsync(Stack<Func<Task>> callbacks)
    {
        while (callbacks.TryPop(out var callback))
        {
            await callback();
        }
    }

    private HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        var message = new HttpResponseMessage((HttpStatusCode)StatusCode)
        {
            ReasonPhrase = ReasonPhrase,
            RequestMessage = request,
            Content = new ByteArrayContent(Buffer.ToArray()),
        };
        foreach (var (name, values) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                message.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return message;
    }
}
