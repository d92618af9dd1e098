using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Engine.Tracing;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>
/// Takes the W3C trace context of a request as the current one. To listeners of ASP.NET Core's activity source it reports the span that
/// ASP.NET Core reports.
/// </summary>
internal sealed class HttpRequestTrace : IDisposable
{
    private const string Name = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private static readonly ActivitySource Source = new("Microsoft.AspNetCore");
    private readonly HttpContext _http;
    private readonly TimeProvider _time;
    private readonly Activity? _before = Activity.Current;
    private readonly Activity? _span;

    public HttpRequestTrace(HttpContext http, TimeProvider time, Randomness randomness)
    {
        _http = http;
        _time = time;
        var headers = http.Request.Headers;
        var isTraced = ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var caller);
        _span = Source.StartActivity(ActivityKind.Server, caller, Tags(http.Request), links: null, time.GetUtcNow(), Name);
        if (_span is null && isTraced)
        {
            Span<byte> id = stackalloc byte[8];
            randomness.Fill(id);
            Activity.Current = UnreportedActivity.Start(Name, caller, ActivitySpanId.CreateFromBytes(id));
        }
    }

    public void Dispose()
    {
        if (_span is not null)
        {
            _span.SetTag("http.response.status_code", _http.Response.StatusCode);
            if (_http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            {
                _span.SetStatus(ActivityStatusCode.Error);
            }

            _span.SetEndTime(_time.GetUtcNow().UtcDateTime).Dispose();
        }

        Activity.Current = _before;
    }

    private static KeyValuePair<string, object?>[] Tags(HttpRequest request) =>
    [
        KeyValuePair.Create<string, object?>("http.request.method", request.Method),
        KeyValuePair.Create<string, object?>("url.scheme", request.Scheme),
        KeyValuePair.Create<string, object?>("url.path", request.Path.Value),
        KeyValuePair.Create<string, object?>("server.address", request.Host.Host),
    ];
}
