using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Hosting;

/// <summary>Carries HTTP requests from a socket to Azure's endpoints.</summary>
internal sealed class ArmEndpoint(Func<ArmRequest, ArmResponse> respond, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context).ConfigureAwait(false);
        if (answer.IsDropped)
        {
            context.Abort();
            return;
        }

        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, time, context.RequestAborted).ConfigureAwait(false);
        }

        using var hold = time.Hold();
        await WriteAsync(context, answer).ConfigureAwait(false);
    }

    private async Task<ArmResponse> AnswerAsync(HttpContext context)
    {
        using var hold = time.Hold();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return respond(new ArmRequest(context.Request.Method, new Uri(context.Request.GetEncodedUrl()), headers, body.ToArray()));
    }

    private static async Task WriteAsync(HttpContext context, ArmResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Body is not null)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted).ConfigureAwait(false);
        }
    }
}
