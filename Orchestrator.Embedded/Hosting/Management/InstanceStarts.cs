using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Hosting.Http;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>Starts and restarts instances, and waits for their ends if asked to.</summary>
internal sealed class InstanceStarts(DurableTaskClient client, ITaskCatalog catalog, TimeProvider time, HubAddress hub)
{
    public async Task StartAsync(HttpContext http)
    {
        var name = http.Route("functionName");
        if (!catalog.HasOrchestrator(name))
        {
            throw new FunctionBindingException($"There is no orchestrator function '{name}'.");
        }

        var timeout = Timeout(http);
        var options = new StartOrchestrationOptions(InstanceId: (string?)http.Request.RouteValues["instanceId"])
        {
            Version = http.Request.Query.ContainsKey("version") ? new TaskVersion(http.Request.Query["version"].ToString()) : null,
        };
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, await http.ReadJsonAsync(), options, http.RequestAborted);
        await AnswerAsync(http, id, timeout);
    }

    public async Task RestartAsync(HttpContext http)
    {
        var timeout = Timeout(http);
        var withNewId = http.Flag("restartWithNewInstanceId", byDefault: true);
        string id;
        try
        {
            id = await client.RestartAsync(http.Route("instanceId"), withNewId, http.RequestAborted);
        }
        catch (InvalidOperationException e)
        {
            await Problem.WriteAsync(http, StatusCodes.Status409Conflict, e.Message);
            return;
        }

        await AnswerAsync(http, id, timeout);
    }

    /// <summary>How long to wait; null without both parameters. The end is answered at once, so the polling interval only has to fit.</summary>
    private static TimeSpan? Timeout(HttpContext http)
    {
        if (http.Seconds("timeout") is not { } timeout || http.Seconds("pollingInterval") is not { } interval)
        {
            return null;
        }

        return interval <= timeout
            ? timeout
            : throw new FunctionBindingException($"The timeout ({timeout.TotalSeconds} s) must not be below the pollingInterval ({interval.TotalSeconds} s).");
    }

    private async Task AnswerAsync(HttpContext http, string id, TimeSpan? timeout)
    {
        var ended = timeout is { } wait ? await WaitAsync(http, id, wait) : null;
        if (ended is null)
        {
            var links = InstanceLinks.For(http.Request, id, hub);
            http.Response.Headers.Location = links.StatusQueryGetUri;
            http.Response.Headers.RetryAfter = "10";
            await http.AnswerAsync(StatusCodes.Status202Accepted, links);
        }
        else
        {
            var status = InstanceStatus.Describe(ended, showInput: true);
            await http.AnswerAsync(
                StatusCodes.Status200OK, ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? status["output"] : status);
        }
    }

    /// <summary>Null when the time ran out first.</summary>
    private async Task<OrchestrationMetadata?> WaitAsync(HttpContext http, string id, TimeSpan timeout)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, timer.Token);
        try
        {
            return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, ended.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }
}
