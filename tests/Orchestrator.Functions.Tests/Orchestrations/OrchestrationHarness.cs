using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Storage;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Tests.Orchestrations;

/// <summary>The app's orchestrators on the embedded engine, on one thread and virtual time.</summary>
internal sealed class OrchestrationHarness : IAsyncDisposable
{
    public const string OperationId = "default.c1.1";
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly DeterministicDispatcher _dispatcher;
    private readonly DurableTaskEngine _engine;

    public OrchestrationHarness(IReadOnlyList<GraphStep> steps, int seed, bool replayAlways = false)
    {
        Clock = new VirtualClock(Start);
        _dispatcher = new DeterministicDispatcher(new SeededRandomness(seed));
        World = new ScriptedWorld(Clock, steps);
        _engine = new DurableTaskEngine(
            new EngineOptions { ReplayAfterEveryStep = replayAlways }, SqliteEngineStore.Open(SqliteEngineStore.InMemory), new AppCatalog(World), JsonDataConverter.Default,
            Clock, _dispatcher, new SeededRandomness(seed), NullLoggerFactory.Instance);
    }

    public VirtualClock Clock { get; }

    public ScriptedWorld World { get; }

    public DurableTaskClient Client => _engine.Client;

    public void Post(Func<Task> work) => _dispatcher.Post(work);

    public DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public async Task<OrchestrationMetadata> RunAsync()
    {
        await PumpAsync(_engine.StartAsync(CancellationToken.None));
        await PumpAsync(Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(ClusterOperation),
            new OperationInput(new ClusterKey("default", "c1"), OperationId, OperationKind.Apply),
            new Microsoft.DurableTask.StartOrchestrationOptions(OperationId)));
        while (true)
        {
            await _dispatcher.RunUntilIdleAsync();
            var instance = await Client.GetInstanceAsync(OperationId, getInputsAndOutputs: true);
            if (instance!.IsCompleted)
            {
                Assert.True(instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed, instance.FailureDetails?.ToString());
                return instance;
            }

            Assert.True(Clock.AdvanceToNextTimer(), $"the operation waits for something that never comes: {instance.SerializedCustomStatus}");
        }
    }

    public async ValueTask DisposeAsync() => await PumpAsync(_engine.DisposeAsync().AsTask());

    private async Task PumpAsync(Task task)
    {
        _dispatcher.Post(() => task);
        await _dispatcher.RunUntilIdleAsync();
        await task;
    }
}
