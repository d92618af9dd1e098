using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Net.Http.Headers;
using Orchestrator.Embedded.Hosting.Http;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>Steers and deletes instances. An unknown instance is 404; one that has ended is gone (410) for whatever needs a running one.</summary>
internal sealed class InstanceChanges(DurableTaskClient client)
{
    private const string Json = "application/json";

    public Task TerminateAsync(HttpContext http) => ChangeRunningAsync(http, id =>
        client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Output: Reason(http)), http.RequestAborted));

    public Task SuspendAsync(HttpContext http) => ChangeRunningAsync(http, id =>
        client.SuspendInstanceAsync(id, Reason(http), http.RequestAborted));

    public Task ResumeAsync(HttpContext http) => ChangeRunningAsync(http, id =>
        client.ResumeInstanceAsync(id, Reason(http), http.RequestAborted));

    public Task RaiseEventAsync(HttpContext http) => ChangeRunningAsync(http, async id =>
    {
        // Stricter than HasJsonContentType, as the real host is: application/problem+json and its like are no events.
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new FunctionBindingException("Events are JSON: send Content-Type application/json.");
        }

        var payload = await http.ReadJsonAsync(required: true);
        await client.RaiseEventAsync(id, http.Route("eventName"), payload, http.RequestAborted);
    });

    /// <summary>Only a failed instance can be rewound: 410 for one that ended otherwise, 412 for one that has not ended.</summary>
    public async Task RewindAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return;
        }

        if (instance.RuntimeStatus != OrchestrationRuntimeStatus.Failed)
        {
            var status = instance.IsCompleted ? StatusCodes.Status410Gone : StatusCodes.Status412PreconditionFailed;
            await Problem.WriteAsync(http, status, $"Instance '{instance.InstanceId}' is {instance.RuntimeStatus}; only a failed one can be rewound.");
            return;
        }

        try
        {
            await client.RewindInstanceAsync(instance.InstanceId, Reason(http) ?? string.Empty, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        catch (InvalidOperationException e)
        {
            // Someone else was faster, or a sub-orchestration that it waits for is not failed.
            await Problem.WriteAsync(http, StatusCodes.Status412PreconditionFailed, e.Message);
        }
    }

    public async Task PurgeAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } instance)
        {
            return;
        }

        if (!instance.IsCompleted)
        {
            var detail = $"Instance '{instance.InstanceId}' is {instance.RuntimeStatus}; only an instance that has ended can be deleted.";
            await Problem.WriteAsync(http, StatusCodes.Status412PreconditionFailed, detail);
            return;
        }

        var purged = await client.PurgeInstanceAsync(instance.InstanceId, http.RequestAborted);
        await http.AnswerAsync(StatusCodes.Status200OK, new { instancesDeleted = purged.PurgedInstanceCount });
    }

    public async Task PurgeAllAsync(HttpContext http)
    {
        var from = http.Time("createdTimeFrom") ?? throw new FunctionBindingException("'createdTimeFrom' is required.");
        var filter = new PurgeInstancesFilter(from, http.Time("createdTimeTo"), http.Statuses("runtimeStatus"));
        var purged = await client.PurgeAllInstancesAsync(filter, http.RequestAborted);
        if (purged.PurgedInstanceCount == 0)
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, "No instance that has ended matches.");
            return;
        }

        await http.AnswerAsync(StatusCodes.Status200OK, new { instancesDeleted = purged.PurgedInstanceCount });
    }

    private static string? Reason(HttpContext http) => http.Request.Query["reason"] is { Count: > 0 } reason ? reason.ToString() : null;

    private async Task ChangeRunningAsync(HttpContext http, Func<string, Task> change)
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

        await change(instance.InstanceId);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>Null after having answered 404.</summary>
    private async Task<OrchestrationMetadata?> FindAsync(HttpContext http)
    {
        var id = http.Route("instanceId");
        var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: false, http.RequestAborted);
        if (instance is null)
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no instance '{id}'.");
        }

        return instance;
    }
}
