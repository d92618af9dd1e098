using System.Text.Json;
using Microsoft.DurableTask;
using Orchestrator.Embedded.Engine;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>The orchestrations that are measured. The activity only makes a text, so that what is measured is the engine.</summary>
internal sealed class BenchmarkCatalog : ITaskCatalog
{
    private static readonly string[] Cities = ["Tokyo", "Seattle", "London", "Amsterdam", "Seoul"];

    public bool HasOrchestrator(string name) => name is "Sequence" or "Wait" or "Rounds";

    public bool HasActivity(string name) => name == "SayHello";

    public async Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => name switch
    {
        "Sequence" => await SequenceAsync(context),
        "Wait" => await WaitAsync(context),
        _ => await RoundsAsync(context),
    };

    public Task<object?> RunActivityAsync(string name, string instanceId, string? serializedInput, CancellationToken cancellation) =>
        Task.FromResult<object?>($"Hello {JsonSerializer.Deserialize<string>(serializedInput!)}!");

    private static async Task<List<string>> SequenceAsync(TaskOrchestrationContext context)
    {
        var greetings = new List<string>();
        for (var i = 0; i < context.GetInput<int>(); i++)
        {
            greetings.Add(await context.CallActivityAsync<string>("SayHello", Cities[i % Cities.Length]));
        }

        return greetings;
    }

    /// <summary>Two activities, then a timer of a day against an event.</summary>
    private static async Task<string?> WaitAsync(TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<string>("SayHello", Cities[0]);
        await context.CallActivityAsync<string>("SayHello", Cities[1]);
        return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(1));
    }

    /// <summary>Rounds of fifty activities at once, then an event: a long history.</summary>
    private static async Task<int> RoundsAsync(TaskOrchestrationContext context)
    {
        var greetings = 0;
        for (var round = 0; round < context.GetInput<int>(); round++)
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => context.CallActivityAsync<string>("SayHello", Cities[i % Cities.Length])));
            greetings += all.Length;
        }

        await context.WaitForExternalEvent<string>("Go");
        return greetings;
    }
}
