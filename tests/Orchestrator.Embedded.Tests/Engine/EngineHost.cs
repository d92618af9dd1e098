using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>
/// The fixture of the semantics suite: an engine on one thread and virtual time; the test says when work runs and when time passes.
/// </summary>
/// <remarks>
/// <para>
/// The suite (every test of this folder that <see cref="PortabilityTests"/> does not except) talks to the engine through Microsoft's API alone,
/// plus this class and <see cref="TestCatalog"/>. To hold the real engine to the same facts, compile the suite with
/// <c>-p:FunctionsHost=Azure -p:FunctionsAssemblies=DIR</c> and write these two again over it:
/// </para>
/// <list type="bullet">
/// <item>The catalog keeps its delegates and adds them with DurableTaskRegistry's AddOrchestratorFunc and AddActivityFunc to a Durable Task worker
/// on the SDK's in-process engine or on an emulator; <c>Runs</c> counts as it does here.</item>
/// <item><see cref="Client"/> is that worker's DurableTaskClient, <see cref="Now"/> the wall clock; <see cref="UntilAsync(Task)"/> awaits;
/// <see cref="SettleAsync"/> and <see cref="PassAsync"/> really wait, so only facts with short waits are run there
/// (a trait, or a factor on every span, of that fixture's own).</item>
/// <item><c>replay</c> sets no caching (extended sessions off); <see cref="ReplacedBy"/> stops the worker and starts another on the same task hub;
/// <see cref="WaitsForTime"/> reads the history for a TimerCreated without an answer.</item>
/// </list>
/// </remarks>
internal sealed class EngineHost : IDisposable
{
    private static readonly JsonDataConverter Converter = new(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });
    private readonly IEngineStore _store;

    public EngineHost(
        TestCatalog catalog,
        bool replay = false,
        IEngineStore? store = null,
        VirtualClock? clock = null,
        int seed = 1,
        ILoggerFactory? loggers = null,
        EngineOptions? options = null)
    {
        Clock = clock ?? new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Dispatcher = new DeterministicDispatcher(new SeededRandomness(seed));
        Catalog = catalog;
        _store = store ?? SqliteEngineStore.Open(SqliteEngineStore.InMemory);
        Engine = new DurableTaskEngine(
            (options ?? new EngineOptions()) with { ReplayAfterEveryStep = replay },
            _store, catalog, Converter, Clock, Dispatcher, new SeededRandomness(seed), loggers ?? NullLoggerFactory.Instance);
        Engine.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    public VirtualClock Clock { get; }

    public DeterministicDispatcher Dispatcher { get; }

    public TestCatalog Catalog { get; }

    public DurableTaskEngine Engine { get; }

    public DurableTaskClient Client => Engine.Client;

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Something is left that the passing of time would wake.</summary>
    public bool WaitsForTime => Clock.NextTimer is not null;

    /// <summary>Leaves this engine as a killed process leaves it, and starts one with other code on what is stored.</summary>
    public EngineHost ReplacedBy(TestCatalog catalog) => new(catalog, store: _store, clock: Clock);

    /// <summary>Runs what can run without time passing.</summary>
    public Task SettleAsync() => Dispatcher.RunUntilIdleAsync();

    /// <summary>Lets time pass, running everything that comes due on the way.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        var until = Clock.GetUtcNow() + span;
        await SettleAsync();
        while (Clock.NextTimer is { } next && next <= until)
        {
            Clock.AdvanceToNextTimer();
            await SettleAsync();
        }

        Clock.Advance(until - Clock.GetUtcNow());
        await SettleAsync();
    }

    /// <summary>Runs work, and lets time pass when nothing else is left to do, until the task ends.</summary>
    public async Task<T> UntilAsync<T>(Task<T> task)
    {
        await UntilAsync((Task)task);
        return await task;
    }

    public async Task UntilAsync(Task task)
    {
        await SettleAsync();
        while (!task.IsCompleted)
        {
            Assert.True(Clock.AdvanceToNextTimer(), "Nothing is left that could end the wait.");
            await SettleAsync();
        }

        await task;
    }

    public Task<string> StartAsync(string name, object? input = null, StartOrchestrationOptions? options = null) =>
        UntilAsync(Client.ScheduleNewOrchestrationInstanceAsync(name, input, options));

    public Task<OrchestrationMetadata> CompleteAsync(string instanceId) =>
        UntilAsync(Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true));

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, StartOrchestrationOptions? options = null) =>
        await CompleteAsync(await StartAsync(name, input, options));

    public async Task<OrchestrationMetadata?> GetAsync(string instanceId) => await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true);

    public void Dispose() => _store.Dispose();
}
