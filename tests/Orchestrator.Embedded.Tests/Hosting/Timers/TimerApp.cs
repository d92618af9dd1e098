using System.Globalization;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

/// <summary>The sample app, limited to one timer function, on one thread and a clock that the test moves.</summary>
internal sealed class TimerApp(Type function, string? schedule = "0 0 * * * *", string start = "2026-11-20T12:00:00Z") : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orc-timer-");
    private readonly VirtualClock _clock = new(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture));
    private readonly DeterministicDispatcher _dispatcher = new();
    private string? _schedule = schedule;
    private SampleHost? _sample;

    public SampleHost Sample => _sample!;

    public string Folder => _folder.FullName;

    /// <summary>The machine's own zone must not matter.</summary>
    public Dictionary<string, string?> Settings { get; } = new() { ["WEBSITE_TIME_ZONE"] = "UTC" };

    public IReadOnlyList<string> Lines => [.. Sample.Journal.Lines.Where(line => line.StartsWith("ran ", StringComparison.Ordinal))];

    public async Task RunForAsync(TimeSpan span)
    {
        _sample ??= await StartAsync();
        var end = _clock.GetUtcNow() + span;
        await _dispatcher.RunUntilIdleAsync();
        while (_clock.NextTimer is { } next && next <= end)
        {
            _clock.AdvanceToNextTimer();
            await _dispatcher.RunUntilIdleAsync();
        }

        _clock.Advance(end - _clock.GetUtcNow());
    }

    public async Task RestartAsync(TimeSpan after, string? schedule = null)
    {
        await _sample!.DisposeAsync();
        _clock.Advance(after);
        _schedule = schedule ?? _schedule;
        _sample = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_sample?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    private Task<SampleHost> StartAsync() => SampleHost.StartAsync(
        options => options with
        {
            Time = _clock,
            Dispatcher = _dispatcher,
            FunctionTypes = type => type == function,
            Settings = new Dictionary<string, string?>(Settings) { ["Sample__Schedule"] = _schedule },
        },
        Folder);
}
