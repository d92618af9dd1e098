using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>Queue functions of the sample app on one thread, a clock that the test moves and a data folder that survives restarts.</summary>
internal sealed class QueueApp(params Type[] functions) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orc-queue-");
    private readonly DeterministicDispatcher _dispatcher = new();
    private SampleHost? _sample;
    private Task _pump = Task.CompletedTask;

    public VirtualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public TaskCompletionSource Doorbell { get; private set; } = new();

    public string HostJson { get; init; } = """{"version":"2.0"}""";

    public Dictionary<string, string?> Settings { get; } = new() { ["Sample__Queue"] = "Texts" };

    public string Folder => _folder.FullName;

    public SampleHost Sample => _sample!;

    public IReadOnlyList<string> Lines => [.. Sample.Journal.Lines.Where(line => line.StartsWith("got ", StringComparison.Ordinal)).Select(line => line[4..])];

    public static string HostJsonWith(string queues) => """{"version":"2.0","extensions":{"queues":""" + queues + "}}";

    public async Task StartAsync()
    {
        var hostJson = Path.Combine(Folder, "host.json");
        await File.WriteAllTextAsync(hostJson, HostJson);
        Doorbell = new TaskCompletionSource();
        _sample = await SampleHost.StartAsync(
            options => options with
            {
                Time = Clock,
                Dispatcher = _dispatcher,
                FunctionTypes = functions.Contains,
                HostJsonPath = hostJson,
                Settings = Settings,
                ConfigureServices = services => services.AddSingleton(Doorbell),
            },
            Folder);
    }

    public async Task SendAsync(params string[] messages)
    {
        foreach (var message in messages)
        {
            await Sample.Host.EnqueueAsync(functions.Contains(typeof(QueueSamples.Failing)) ? "jobs" : "texts", BinaryData.FromString(message));
        }
    }

    /// <summary>Runs until nothing is ready. Only one pump runs at a time.</summary>
    public async Task PumpAsync()
    {
        await _pump;
        await (_pump = _dispatcher.RunUntilIdleAsync());
    }

    /// <summary>Leaves a pump running, and returns when it has reached what the test waits for.</summary>
    public async Task PumpUntilAsync(Func<bool> reached)
    {
        if (_pump.IsCompleted)
        {
            _pump = _dispatcher.RunUntilIdleAsync();
        }

        while (!reached())
        {
            Assert.False(_pump.IsCompleted && !reached(), "The pump ended before the test had what it waits for.");
            await Task.Yield();
        }
    }

    public async Task RunForAsync(TimeSpan span)
    {
        var end = Clock.GetUtcNow() + span;
        await PumpAsync();
        while (Clock.NextTimer is { } next && next <= end)
        {
            Clock.AdvanceToNextTimer();
            await PumpAsync();
        }

        Clock.Advance(end - Clock.GetUtcNow());
    }

    public async Task StopAsync()
    {
        var stopped = Sample.DisposeAsync().AsTask();
        while (!stopped.IsCompleted)
        {
            await PumpAsync();
            await Task.Yield();
        }

        await stopped;
    }

    public async ValueTask DisposeAsync()
    {
        if (_sample is not null)
        {
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }
}
