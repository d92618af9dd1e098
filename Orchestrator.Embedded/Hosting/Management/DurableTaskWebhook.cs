using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Hosting.Http;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Keys;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>The HTTP management API of Durable Functions, for callers with the system key.</summary>
internal sealed class DurableTaskWebhook(DurableTaskClient client, ITaskCatalog catalog, HostKeys keys)
{
    public const string Root = "/runtime/webhooks/durabletask";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost($"{Root}/orchestrators/{{functionName}}/{{instanceId?}}", Guarded(StartAsync));
        endpoints.MapGet($"{Root}/instances/{{instanceId}}", Guarded(StatusAsync));
        endpoints.MapDelete($"{Root}/instances/{{instanceId}}", Guarded(PurgeAsync));
        endpoints.MapPost($"{Root}/instances/{{instanceId}}/raiseEvent/{{eventName}}", Guarded(RaiseEventAsync));
        endpoints.MapPost($"{Root}/instances/{{instanceId}}/terminate", Guarded(http => ChangeAsync(http, (id, reason) =>
            client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Output: reason), http.RequestAborted))));
        endpoints.MapPost($"{Root}/instances/{{instanceId}}/suspend", Guarded(http => ChangeAsync(http, (id, reason) =>
            client.SuspendInstanceAsync(id, reason, http.RequestAborted))));
        endpoints.MapPost($"{Root}/instances/{{instanceId}}/resume", Guarded(http => ChangeAsync(http, (id, reason) =>
            client.ResumeInstanceAsync(id, reason, http.RequestAborted))));
    }

    private RequestDelegate Guarded(RequestDelegate handler) => http =>
        keys.Allows(http.Request, AuthorizationLevel.System, functionName: null)
            ? handler(http)
            : Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, "The management API needs the system key as query parameter code.");

    private async Task StartAsync(HttpContext http)
    {
        var name = Route(http, "functionName");
        if (!catalog.HasOrchestrator(name))
        {
            throw new FunctionBindingException($"There is no orchestrator function '{name}'.");
        }

        var requested = (string?)http.Request.RouteValues["instanceId"];
        var options = new StartOrchestrationOptions(InstanceId: requested);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, await ReadJsonAsync(http), options, http.RequestAborted);
        var links = InstanceLinks.For(http.Request, id);
        http.Response.Headers.Location = links.StatusQueryGetUri;
        http.Response.Headers.RetryAfter = "10";
        await AnswerAsync(http, StatusCodes.Status202Accepted, links);
    }

    private async Task StatusAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return;
        }

        var status = StatusCode(instance, failureIsError: Flag(http, "returnInternalServerErrorOnFailure", byDefault: false));
        if (status == StatusCodes.Status202Accepted)
        {
            http.Response.Headers.Location = InstanceLinks.For(http.Request, instance.InstanceId).StatusQueryGetUri;
            http.Response.Headers.RetryAfter = "5";
        }

        await AnswerAsync(http, status, InstanceStatus.Describe(instance, Flag(http, "showInput", byDefault: true)));
    }

    private async Task PurgeAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return;
        }

        if (!instance.IsCompleted)
        {
            var detail = $"Instance '{instance.InstanceId}' is {instance.RuntimeStatus}; only an instance that has ended can be deleted.";
            await Problem.WriteAsync(http, StatusCodes.Status409Conflict, detail);
            return;
        }

        var purged = await client.PurgeInstanceAsync(instance.InstanceId, http.RequestAborted);
        await AnswerAsync(http, StatusCodes.Status200OK, new { instancesDeleted = purged.PurgedInstanceCount });
    }

    private async Task RaiseEventAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new FunctionBindingException("Events are JSON: send Content-Type application/json.");
        }

        var payload = await ReadJsonAsync(http);
        await ChangeAsync(http, (id, _) => client.RaiseEventAsync(id, Route(http, "eventName"), payload, http.RequestAborted));
    }

    /// <summary>202 when done, 404 for an unknown instance, 410 for one that has ended.</summary>
    private async Task ChangeAsync(HttpContext http, Func<string, string?, Task> change)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return;
        }

        if (instance.IsCompleted)
        {
            await Problem.WriteAsync(http, StatusCodes.Status410Gone, $"Instance '{instance.InstanceId}' is {instance.RuntimeStatus}.");
            return;
        }

        await change(instance.InstanceId, http.Request.Query["reason"] is { Count: > 0 } reason ? reason.ToString() : null);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>Null after having answered 404.</summary>
    private async Task<OrchestrationMetadata?> FindAsync(HttpContext http)
    {
        var id = Route(http, "instanceId");
        var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, http.RequestAborted);
        if (instance is null)
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no instance '{id}'.");
        }

        return instance;
    }

    private static int StatusCode(OrchestrationMetadata instance, bool failureIsError) => instance switch
    {
        { IsCompleted: false } => StatusCodes.Status202Accepted,
        { RuntimeStatus: OrchestrationRuntimeStatus.Failed } when failureIsError => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status200OK,
    };

    private static async Task<JsonNode?> ReadJsonAsync(HttpContext http)
    {
        var body = await BinaryData.FromStreamAsync(http.Request.Body, http.RequestAborted);
        try
        {
            return body.ToMemory().IsEmpty ? null : JsonNode.Parse(body);
        }
        catch (JsonException e)
        {
            throw new FunctionBindingException($"The body is not valid JSON: {e.Message}", e);
        }
    }

    private static string Route(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    private static bool Flag(HttpContext http, string name, bool byDefault)
    {
        var text = http.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return byDefault;
        }

        return bool.TryParse(text, out var value) ? value : throw new FunctionBindingException($"'{text}' is not true or false ({name}).");
    }

    private static Task AnswerAsync<T>(HttpContext http, int status, T body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }
}
