using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>
/// Every request passes here: it holds the clock, is counted so that stopping can wait for it,
/// and whatever it throws becomes problem details that tell nothing of our insides.
/// </summary>
internal sealed class RequestGate(RequestDelegate next, IReadOnlyDictionary<string, string> headers, TimeProvider time, Randomness randomness, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();
    private int _inFlight;
    private bool _closed;

    public async Task InvokeAsync(HttpContext context)
    {
        using var hold = WorkHold.Take(time.Hold);
        SetHeaders(context);
        if (!TryEnter())
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The host is stopping.");
            return;
        }

        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _abort.Token);
        context.RequestAborted = aborted.Token;
        using var trace = new HttpRequestTrace(context, time, randomness);
        try
        {
            BodyLimit.Set(context);
            await next(context);
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Refuses new requests and returns when those in flight have been answered.
    /// Once <paramref name="cancellation"/> is cancelled they are cancelled too, and no longer waited for.
    /// </summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        try
        {
            await Close().WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Requests in flight were cancelled: the host had to stop");
            await _abort.CancelAsync();
        }
    }

    private Task Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_inFlight == 0)
            {
                _drained.TrySetResult();
            }
        }

        return _drained.Task;
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }

            context.Abort();
            return;
        }

        var status = exception switch
        {
            FunctionBindingException => StatusCodes.Status400BadRequest,
            BadHttpRequestException bad => bad.StatusCode,
            _ => StatusCodes.Status500InternalServerError,
        };
        var id = randomness.NextGuid().ToString();
        if (status == StatusCodes.Status500InternalServerError)
        {
            logger.LogError(
                exception, "Request {Method} {Path} failed ({ErrorId})", context.Request.Method, context.Request.Path, id);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        SetHeaders(context);
        await (status == StatusCodes.Status500InternalServerError
            ? Problem.WriteAsync(context, status, "The host could not answer this request. Its log has the cause under this id.", id)
            : Problem.WriteAsync(context, status, exception.Message));
    }

    /// <summary>Functions may set them otherwise.</summary>
    private void SetHeaders(HttpContext context)
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }
    }

    private bool TryEnter()
    {
        lock (_gate)
        {
            _inFlight += _closed ? 0 : 1;
            return !_closed;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_inFlight == 0 && _closed)
            {
                _drained.TrySetResult();
            }
        }
    }
}
