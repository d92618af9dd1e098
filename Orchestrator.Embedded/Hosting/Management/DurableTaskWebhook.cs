using DurableTask.Core.Exceptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Embedded.Hosting.Http;
using Orchestrator.Embedded.Hosting.Keys;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>The HTTP management API of Durable Functions, for callers with the system key: its routes, and how errors are answered.</summary>
internal sealed class DurableTaskWebhook(InstanceStarts starts, InstanceQueries queries, InstanceChanges changes, KeyGate gate)
{
    public const string Root = "/runtime/webhooks/durabletask";
    private const string Instance = $"{Root}/instances/{{instanceId}}";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost($"{Root}/orchestrators/{{functionName}}/{{instanceId?}}", Guarded(starts.StartAsync));
        endpoints.MapPost($"{Instance}/restart", Guarded(starts.RestartAsync));
        endpoints.MapGet($"{Root}/instances", Guarded(queries.ListAsync));
        endpoints.MapGet(Instance, Guarded(queries.StatusAsync));
        endpoints.MapDelete($"{Root}/instances", Guarded(changes.PurgeAllAsync));
        endpoints.MapDelete(Instance, Guarded(changes.PurgeAsync));
        endpoints.MapPost($"{Instance}/raiseEvent/{{eventName}}", Guarded(changes.RaiseEventAsync));
        endpoints.MapPost($"{Instance}/terminate", Guarded(changes.TerminateAsync));
        endpoints.MapPost($"{Instance}/suspend", Guarded(changes.SuspendAsync));
        endpoints.MapPost($"{Instance}/resume", Guarded(changes.ResumeAsync));
        endpoints.MapPost($"{Instance}/rewind", Guarded(changes.RewindAsync));
        // One host per data folder: it is the primary already.
        endpoints.MapPost($"{Root}/makeprimary", Guarded(_ => Task.CompletedTask));
        endpoints.Map($"{Root}/{{**path}}", Guarded(http => Problem.WriteAsync(
            http, StatusCodes.Status404NotFound, $"The management API has no {http.Request.Method} {http.Request.Path}.")));
    }

    private RequestDelegate Guarded(RequestDelegate handler) => async http =>
    {
        if (!await gate.AdmitsAsync(http, AuthorizationLevel.System, functionName: null, "The management API needs the system key as query parameter code."))
        {
            return;
        }

        try
        {
            await handler(http);
        }
        catch (Exception e) when (StatusOf(e) is { } status && !http.Response.HasStarted)
        {
            await Problem.WriteAsync(http, status, e.Message);
        }
    };

    private static int? StatusOf(Exception exception) => exception switch
    {
        OrchestrationAlreadyExistsException => StatusCodes.Status409Conflict,
        ArgumentException => StatusCodes.Status400BadRequest,
        InvalidOperationException => StatusCodes.Status500InternalServerError,
        _ => null,
    };
}
