using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Hosting;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting;

/// <summary>The sample app on an embedded host with a clock that stands still, in a folder of its own.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly bool _ownsFolder;

    private SampleHost(EmbeddedHost host, DirectoryInfo folder, bool ownsFolder, RecordingLogger logs, VirtualClock clock)
    {
        Host = host;
        Logs = logs;
        Clock = clock;
        _folder = folder;
        _ownsFolder = ownsFolder;
    }

    public EmbeddedHost Host { get; }

    public RecordingLogger Logs { get; }

    public VirtualClock Clock { get; }

    public string Folder => _folder.FullName;

    public Journal Journal => Host.Services.GetRequiredService<Journal>();

    public static EmbeddedHostOptions Options(string folder, VirtualClock clock) => new()
    {
        DataFolder = folder,
        FunctionsAssembly = typeof(SampleProgram).Assembly,
        FunctionTypes = type => type.Namespace == typeof(SampleProgram).Namespace,
        EntryPoint = SampleProgram.RunAsync,
        Time = clock,
        Randomness = new SeededRandomness(1),
        Dispatcher = new ThreadPoolDispatcher(clock),
    };

    public static async Task<SampleHost> StartAsync(Func<EmbeddedHostOptions, EmbeddedHostOptions>? change = null, string? folder = null)
    {
        var data = folder is null ? Directory.CreateTempSubdirectory("orc-host-") : new DirectoryInfo(folder);
        var clock = new VirtualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var logs = new RecordingLogger();
        var options = (change ?? (o => o))(Options(data.FullName, clock));
        var configure = options.ConfigureServices;
        options = options with
        {
            ConfigureServices = services =>
            {
                services.AddSingleton<ILoggerProvider>(logs);
                configure?.Invoke(services);
            },
        };
        return new SampleHost(await EmbeddedHost.StartAsync(options), data, folder is null, logs, clock);
    }

    public async Task<(int Status, string Body, HttpResponseMessage Response)> SendAsync(
        string method, string path, string? body = null, string? contentType = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, contentType ?? "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        var response = await Host.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (_ownsFolder)
        {
            _folder.Delete(recursive: true);
        }
    }
}
