using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Hosting.Http;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>Shows one instance, or a page of many.</summary>
internal sealed class InstanceQueries(DurableTaskClient client, Func<string, IReadOnlyList<HistoryEvent>> readHistory)
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    public async Task StatusAsync(HttpContext http)
    {
        var failureIsError = http.Flag("returnInternalServerErrorOnFailure", byDefault: false);
        var showInput = http.Flag("showInput", byDefault: true);
        var showHistory = http.Flag("showHistory", byDefault: false);
        var showOutput = http.Flag("showHistoryOutput", byDefault: false);
        var id = http.Route("instanceId");
        if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, http.RequestAborted) is not { } instance)
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no instance '{id}'.");
            return;
        }

        var body = InstanceStatus.Describe(instance, showInput);
        if (showHistory)
        {
            body["historyEvents"] = InstanceHistoryEvents.Describe(readHistory(instance.InstanceId), showInput, showOutput);
        }

        var status = StatusCode(instance, failureIsError);
        if (status == StatusCodes.Status202Accepted)
        {
            http.Response.Headers.Location = http.Request.GetEncodedUrl();
            http.Response.Headers.RetryAfter = "5";
        }

        await http.AnswerAsync(status, body);
    }

    public async Task ListAsync(HttpContext http)
    {
        var showInput = http.Flag("showInput", byDefault: true);
        var query = new OrchestrationQuery(
            http.Time("createdTimeFrom"),
            http.Time("createdTimeTo"),
            http.Statuses("runtimeStatus"),
            InstanceIdPrefix: http.Text("instanceIdPrefix"),
            PageSize: http.Count("top") ?? OrchestrationQuery.DefaultPageSize,
            FetchInputsAndOutputs: true,
            ContinuationToken: ManagementQuery.DecodeToken(http.Request.Headers[ContinuationHeader]));
        var instances = new JsonArray();
        await foreach (var page in client.GetAllInstancesAsync(query).AsPages().WithCancellation(http.RequestAborted))
        {
            foreach (var instance in page.Values)
            {
                instances.Add(InstanceStatus.Describe(instance, showInput));
            }

            // Always there, as callers loop until it is empty.
            http.Response.Headers[ContinuationHeader] =
                page.ContinuationToken is { } token ? ManagementQuery.EncodeToken(token) : string.Empty;
            break;
        }

        await http.AnswerAsync(StatusCodes.Status200OK, instances);
    }

    private static int StatusCode(OrchestrationMetadata instance, bool failureIsError) => instance switch
    {
        { IsCompleted: false } => StatusCodes.Status202Accepted,
        { RuntimeStatus: OrchestrationRuntimeStatus.Failed } when failureIsError => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status200OK,
    };
}
