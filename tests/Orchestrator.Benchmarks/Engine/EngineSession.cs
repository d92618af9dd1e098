using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>The engine as the product runs it: real clock, thread pool, every commit flushed.</summary>
internal sealed class EngineSession : IAsyncDisposable
{
    private readonly SqliteEngineStore _store;

    private EngineSession(SqliteEngineStore store)
    {
        _store = store;
        Engine = new DurableTaskEngine(
            new EngineOptions(),
            store,
            new BenchmarkCatalog(),
            JsonDataConverter.Default,
            SystemTime.Provider,
            new ThreadPoolDispatcher(SystemTime.Provider),
            new SystemRandomness(),
            NullLoggerFactory.Instance);
    }

    public DurableTaskEngine Engine { get; }

    public DurableTaskClient Client => Engine.Client;

    public static async Task<EngineSession> OpenAsync(string database)
    {
        var session = new EngineSession(SqliteEngineStore.Open(database));
        await session.Engine.StartAsync(CancellationToken.None);
        return session;
    }

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object input)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        var done = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        return done.RuntimeStatus == OrchestrationRuntimeStatus.Completed
            ? done
            : throw new InvalidOperationException($"{name} ended as {done.RuntimeStatus}: {done.FailureDetails}");
    }

    /// <summary>Starts orchestrations and returns their ids when all of them wait for an event.</summary>
    public async Task<List<string>> StartWaitingAsync(int count)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Client.ScheduleNewOrchestrationInstanceAsync("Wait")));
        while (!ids.All(id => Engine.ReadHistory(id).Count >= 11))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), SystemTime.Provider);
        }

        return [.. ids];
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _store.Dispose();
    }
}
