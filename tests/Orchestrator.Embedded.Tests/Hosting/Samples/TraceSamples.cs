using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Hosting.Samples;

internal static class TraceSamples
{
    [Function("TraceStart")]
    public static async Task<string[]> TraceStart(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, FunctionContext context, [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("TraceWork");
        var inner = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        return [context.TraceContext.TraceParent, context.TraceContext.TraceState, .. inner.ReadOutputAs<string[]>()!];
    }

    [Function("TraceWork")]
    public static async Task<string[]> TraceWork([OrchestrationTrigger] TaskOrchestrationContext context, FunctionContext function) =>
        [function.TraceContext.TraceParent, await context.CallActivityAsync<string>("TraceStep")];

    [Function("TraceStep")]
    public static string TraceStep([ActivityTrigger] object? input, FunctionContext context) => context.TraceContext.TraceParent;
}
