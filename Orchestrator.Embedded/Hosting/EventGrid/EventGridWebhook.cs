using Azure.Core.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Http;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Keys;

namespace Orchestrator.Embedded.Hosting.EventGrid;

/// <summary>
/// The webhook that Event Grid subscriptions deliver to. It answers 202 only when every invocation succeeded;
/// anything else makes Event Grid deliver again, so functions see an event at least once.
/// </summary>
internal sealed class EventGridWebhook(
    IEnumerable<FunctionDescriptor> functions,
    FunctionInvoker invoker,
    KeyGate gate,
    ObjectSerializer serializer,
    ILogger<EventGridWebhook> logger)
{
    private const string Path = "/runtime/webhooks/eventgrid";
    private readonly EventGridParameter _parameter = new(serializer);
    private readonly Dictionary<string, FunctionDescriptor> _functions = functions
        .Where(f => f.Trigger is EventGridTriggerAttribute)
        .ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapMethods(Path, [HttpMethods.Post, HttpMethods.Options], HandleAsync);

    private async Task HandleAsync(HttpContext http)
    {
        var name = http.Request.Query["functionName"].ToString();
        if (!await gate.AdmitsAsync(http, AuthorizationLevel.System, functionName: null, "The webhook needs the system key as query parameter code."))
        {
            return;
        }

        if (!_functions.TryGetValue(name, out var function))
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no function '{name}' with an Event Grid trigger.");
        }
        else if (HttpMethods.IsOptions(http.Request.Method))
        {
            await AcceptOriginAsync(http);
        }
        else
        {
            await ReceiveAsync(http, function);
        }
    }

    /// <summary>The abuse-protection handshake of CloudEvents' webhook specification.</summary>
    private static Task AcceptOriginAsync(HttpContext http)
    {
        var origin = http.Request.Headers["WebHook-Request-Origin"].ToString();
        if (origin.Length == 0)
        {
            return Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "The header WebHook-Request-Origin is missing.");
        }

        http.Response.Headers["WebHook-Allowed-Origin"] = origin;
        if (http.Request.Headers["WebHook-Request-Rate"].ToString() is { Length: > 0 } rate)
        {
            http.Response.Headers["WebHook-Allowed-Rate"] = rate;
        }

        return Task.CompletedTask;
    }

    private async Task ReceiveAsync(HttpContext http, FunctionDescriptor function)
    {
        var kind = http.Request.Headers["aeg-event-type"].ToString();
        if (string.Equals(kind, "Unsubscribe", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var body = EventGridBody.Parse(await BinaryData.FromStreamAsync(http.Request.Body, http.RequestAborted));
        if (body.ValidationCode is { } code)
        {
            logger.LogInformation("Event Grid validated its subscription for function {Function}", function.Name);
            await http.Response.WriteAsJsonAsync(new { validationResponse = code }, http.RequestAborted);
        }
        else if (string.Equals(kind, "SubscriptionValidation", StringComparison.OrdinalIgnoreCase))
        {
            throw new FunctionBindingException("The validation event has no data.validationCode.");
        }
        else
        {
            await DeliverAsync(http, function, body);
        }
    }

    private async Task DeliverAsync(HttpContext http, FunctionDescriptor function, EventGridBody body)
    {
        var failed = 0;
        foreach (var value in Values(function, body))
        {
            failed += await SucceedsAsync(function, value, http.RequestAborted) ? 0 : 1;
        }

        if (failed > 0)
        {
            var detail = $"{failed} of {body.Events.Count} events failed in function '{function.Name}'; the host's log has the cause.";
            await Problem.WriteAsync(http, StatusCodes.Status500InternalServerError, detail);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>
    /// One value per invocation. All are converted before the first runs: a malformed event must not leave half a delivery done.
    /// </summary>
    private object?[] Values(FunctionDescriptor function, EventGridBody body)
    {
        var type = function.TriggerParameter.Type;
        return ((EventGridTriggerAttribute)function.Trigger).IsBatched
            ? [_parameter.ConvertAll(body.Events, type.GetElementType()!)]
            : [.. body.Events.Select(item => _parameter.Convert(item, type))];
    }

    private async Task<bool> SucceedsAsync(FunctionDescriptor function, object? value, CancellationToken cancellation)
    {
        try
        {
            await invoker.InvokeAsync(new InvocationRequest(function) { TriggerValue = value, Cancellation = cancellation });
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            logger.LogError(e, "Function {Function} failed on an event", function.Name);
            return false;
        }
    }
}
