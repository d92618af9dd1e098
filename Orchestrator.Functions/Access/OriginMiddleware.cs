using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access;

/// <summary>Notes for each invocation from outside who asked and from where.</summary>
public sealed class OriginMiddleware(RequestOrigins origins, CallerAddress addresses) : IFunctionsWorkerMiddleware
{
    /// <summary>Orchestrations and activities are the app's own going on, and are many.</summary>
    public static bool Concerns(FunctionContext context) => TriggerOf(context) is "httpTrigger" or "queueTrigger" or "timerTrigger" or "eventGridTrigger";

    // Async, so that what is entered holds for this invocation and for no other.
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        origins.Enter(TriggerOf(context) switch
        {
            "httpTrigger" => OfRequest(context),
            "timerTrigger" => Of(context, Channel.Timer, CallerKind.Schedule, $"timer {context.FunctionDefinition.Name}"),
            "queueTrigger" => Of(context, Channel.Queue, CallerKind.Anonymous, "a queue message"),
            _ => Of(context, Channel.Event, CallerKind.Anonymous, "an event"),
        });
        await next(context);
    }

    private RequestOrigin OfRequest(FunctionContext context)
    {
        if (context.GetHttpContext() is not { } http)
        {
            return Of(context, Channel.Http, CallerKind.Anonymous, "unknown");
        }

        var client = Bounded(http.Request.Headers.UserAgent.ToString());
        return new RequestOrigin
        {
            Caller = KeyCaller.Of(http.Request),
            Channel = client?.StartsWith("orc/", StringComparison.Ordinal) == true ? Channel.Cli : Channel.Http,
            Function = context.FunctionDefinition.Name,
            RequestId = Bounded(http.Request.Headers["x-ms-client-request-id"].ToString()) ?? context.InvocationId,
            Address = addresses.Of(http),
            Client = client,
        };
    }

    private static RequestOrigin Of(FunctionContext context, Channel channel, CallerKind kind, string name) => new()
    {
        Caller = new Caller { Kind = kind, Name = name },
        Channel = channel,
        Function = context.FunctionDefinition.Name,
        RequestId = context.InvocationId,
    };

    private static string? TriggerOf(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.FirstOrDefault(static binding => binding.Type.EndsWith("Trigger", StringComparison.Ordinal))?.Type;

    /// <summary>What a client says of itself is kept, but not without end, and never as more than one line.</summary>
    private static string? Bounded(string text)
    {
        const int longest = 200;
        var plain = new string([.. text.Where(static c => !char.IsControl(c)).Take(longest)]);
        return plain.Length == 0 ? null : plain;
    }
}
