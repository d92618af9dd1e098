using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Tests.Hosting.Samples;

internal sealed class DurableSamples(Greeter greeter)
{
    [Function("Shop")]
    public async Task<string> Shop([OrchestrationTrigger] TaskOrchestrationContext context, Order order)
    {
        var packed = await context.CallActivityAsync<string>("Pack", order);
        var approved = await context.WaitForExternalEvent<string>("approve");
        return $"{greeter.Greeting}: {packed} {approved}";
    }

    [Function("WeighAnything")]
    public static Task<int> WeighAnything([OrchestrationTrigger] TaskOrchestrationContext context, System.Text.Json.Nodes.JsonNode? input) =>
        context.CallActivityAsync<int>("Weigh", (object?)input);

    [Function("Weigh")]
    public static int Weigh([ActivityTrigger] int weight) => weight;

    [Function("Breaks")]
    public static Task Breaks([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException("as asked");

    [Function("TellVersion")]
    public static string TellVersion([OrchestrationTrigger] TaskOrchestrationContext context) => context.Version;

    [Function("Mends")]
    public static Task<string> Mends([OrchestrationTrigger] TaskOrchestrationContext context, string what) => context.CallActivityAsync<string>("Mend", what);

    [Function("MendsInAChild")]
    public static Task<string> MendsInAChild([OrchestrationTrigger] TaskOrchestrationContext context, string what) =>
        context.CallSubOrchestratorAsync<string>("Mends", what, new SubOrchestrationOptions(instanceId: "child"));

    /// <summary>Fails the first time.</summary>
    [Function("Mend")]
    public static string Mend([ActivityTrigger] string what, string instanceId, FunctionContext context)
    {
        var journal = (Journal)context.InstanceServices.GetService(typeof(Journal))!;
        var isFirst = !journal.Lines.Contains($"mend {instanceId}");
        journal.Add($"mend {instanceId}");
        return isFirst ? throw new InvalidOperationException("not yet") : $"mended {what}";
    }

    [Function("Pack")]
    public async Task<string> Pack([ActivityTrigger] Order order, string instanceId, FunctionContext context, CancellationToken cancellation)
    {
        await Task.Yield();
        return $"{order.Count} {order.Item} for {instanceId}";
    }

    [Function("StartShop")]
    public static async Task<HttpResponseData> StartShop([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData request, [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Shop", new Order("apple", 2), request.FunctionContext.CancellationToken);
        return await client.CreateCheckStatusResponseAsync(request, id);
    }

    [Function("Nap")]
    public static async Task<string> Nap([OrchestrationTrigger] TaskOrchestrationContext context, string answer)
    {
        await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
        return answer == "fail" ? throw new InvalidOperationException("as asked") : answer;
    }

    [Function("NapAndAnswer")]
    public static async Task<HttpResponseData> NapAndAnswer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData request, string answer, int seconds, FunctionContext context, [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Nap", answer);
        var time = (TimeProvider)context.InstanceServices.GetService(typeof(TimeProvider))!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        return await client.WaitForCompletionOrCreateCheckStatusResponseAsync(request, id, null, true, true, patience.Token);
    }

    /// <summary>Waits as any client does, for orchestrations that need time.</summary>
    [Function("NapTwice")]
    public static async Task<string> NapTwice([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData request, FunctionContext context, [DurableClient] DurableTaskClient client)
    {
        var first = await client.ScheduleNewOrchestrationInstanceAsync("Nap", "first");
        var second = await client.ScheduleNewOrchestrationInstanceAsync("Nap", "second");
        await client.WaitForInstanceStartAsync(first);
        var naps = await Task.WhenAll(
            client.WaitForInstanceCompletionAsync(first, getInputsAndOutputs: true), client.WaitForInstanceCompletionAsync(second, getInputsAndOutputs: true));
        var time = (TimeProvider)context.InstanceServices.GetService(typeof(TimeProvider))!;
        return $"{string.Join(' ', naps.Select(nap => nap.ReadOutputAs<string>()))} at {time.GetUtcNow():HH:mm:ss}";
    }

    [Function("NapOnTimer")]
    public static async Task NapOnTimer([TimerTrigger("0 0 0 1 1 *", UseMonitor = false)] TimerInfo timer, FunctionContext context, [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Nap", "timer");
        await client.WaitForInstanceCompletionAsync(id);
        var time = (TimeProvider)context.InstanceServices.GetService(typeof(TimeProvider))!;
        ((Journal)context.InstanceServices.GetService(typeof(Journal))!).Add($"woke at {time.GetUtcNow():HH:mm:ss}");
    }

    [Function("OnTimer")]
    public static void OnTimer([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
    {
    }
}
