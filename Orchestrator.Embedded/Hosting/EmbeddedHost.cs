using Azure.Core.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Api.Internal;
using Orchestrator.Embedded.Client;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Hosting.Configuration;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.EventGrid;
using Orchestrator.Embedded.Hosting.Http;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Keys;
using Orchestrator.Embedded.Hosting.Management;
using Orchestrator.Embedded.Hosting.Queues;
using Orchestrator.Embedded.Hosting.Startup;
using Orchestrator.Embedded.Hosting.Timers;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting;

/// <summary>
/// Runs an isolated-worker Functions app in this process: its entry point configures it, its functions answer HTTP, Event Grid, queues, timers
/// and orchestrations, and what was started is durable in the data folder across any death of the process.
/// </summary>
public sealed class EmbeddedHost : IAsyncDisposable
{
    private static readonly Uri InProcess = new("http://localhost");
    private readonly IHost _app;
    private readonly DurableTaskEngine _engine;
    private readonly HostKeys _keys;
    private readonly IDisposable _folder;
    private readonly RequestGate _gate;
    private readonly IReadOnlyList<ITriggerListener> _triggers;
    private readonly InProcessTransport _transport;
    private KestrelListener? _listener;
    private bool _stopped;

    private EmbeddedHost(IHost app, DurableTaskEngine engine, HostKeys keys, IDisposable folder, RequestGate gate, IReadOnlyList<ITriggerListener> triggers)
    {
        _app = app;
        _engine = engine;
        _keys = keys;
        _folder = folder;
        _gate = gate;
        _triggers = triggers;
        _transport = new InProcessTransport(gate.InvokeAsync, InProcess);
    }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _app.Services;

    public DurableTaskClient Client => _engine.Client;

    /// <summary>Where the host listens, with the real port; null without a listener.</summary>
    public Uri? Url => _listener?.Address;

    /// <summary>Opens the webhooks under /runtime.</summary>
    public string SystemKey => _keys.SystemKey;

    /// <summary>Opens every function.</summary>
    public string HostKey => _keys.HostKey;

    /// <summary>Opens every endpoint.</summary>
    public string MasterKey => _keys.MasterKey;

    /// <summary>Finds and checks the functions, runs the app's entry point, recovers what was in flight, and listens.</summary>
    /// <exception cref="EmbeddedHostException">
    /// The app, host.json, the data folder or the address is not as it must be; nothing runs.
    /// </exception>
    public static async Task<EmbeddedHost> StartAsync(EmbeddedHostOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var hold = options.Time.Hold();
        var appFolder = Path.GetDirectoryName(options.FunctionsAssembly.Location) ?? AppContext.BaseDirectory;
        var settings = HostJson.Load(options.HostJsonPath, appFolder);
        var functions = FunctionDiscovery.Discover(options.FunctionsAssembly, options.FunctionTypes);
        var folder = DataFolderLock.Take(options.DataFolder);
        IHost? app = null;
        EmbeddedHost? host = null;
        try
        {
            var keyed = functions.Where(f => f.Trigger is HttpTriggerAttribute).Select(f => f.Name);
            var keys = HostKeyStore.Open(options.DataFolder, keyed, options.Randomness);
            var startup = new AppStartup(options, (program, services) => HostServices.Add(program, services, options, settings, functions));
            app = await startup.RunAsync();
            if (startup.MissingWebApplication(functions) is { } missing)
            {
                throw missing;
            }

            host = Assemble(app, options, settings, functions, keys, folder);
            await host.StartAsync(options.Url, new HubAddress(settings.HubName, keys.SystemKey), cancellation);
            return host;
        }
        catch
        {
            await (host?.DisposeAsync() ?? DisposeAsync(app));
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The key that opens one function.</summary>
    /// <exception cref="ArgumentException">No such function.</exception>
    public string FunctionKey(string functionName) => _keys.FunctionKey(functionName);

    /// <summary>Runs a request through the host's pipeline without sockets. Relative addresses are the host's own.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _transport.InvokeAsync(request, cancellation);
    }

    /// <summary>A client of <see cref="SendAsync"/>.</summary>
    public HttpClient CreateClient() => new(_transport, disposeHandler: false) { BaseAddress = InProcess };

    /// <summary>Puts a message into a queue of the data folder, where functions read queues whose storage is not configured; durable on return.</summary>
    /// <param name="queueName">The queue; it needs no function yet.</param>
    /// <param name="message">The body as the function sees it: it is not encoded.</param>
    /// <param name="delay">How long the message stays hidden at first.</param>
    /// <param name="cancellation">Stops before the message is written.</param>
    /// <exception cref="ArgumentException">The name is no queue's, the message is larger than 64 KiB encoded, or the delay is not below seven days.</exception>
    /// <exception cref="InvalidOperationException">A function reads this queue from Azure Storage: send the message there.</exception>
    public Task EnqueueAsync(string queueName, BinaryData message, TimeSpan delay = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queueName);
        ArgumentNullException.ThrowIfNull(message);
        return Services.GetRequiredService<QueueTriggers>().EnqueueAsync(queueName, message, delay, cancellation);
    }

    /// <summary>The bodies of the messages that a queue of the data folder holds, oldest first, at most 32. They stay there.</summary>
    /// <exception cref="ArgumentException">The name is no queue's.</exception>
    /// <exception cref="InvalidOperationException">A function reads this queue from Azure Storage: look there.</exception>
    public IReadOnlyList<BinaryData> PeekMessages(string queueName)
    {
        ArgumentNullException.ThrowIfNull(queueName);
        return Services.GetRequiredService<QueueTriggers>().Peek(queueName);
    }

    /// <summary>
    /// Refuses new requests, waits for those in flight and for running functions (until <paramref name="cancellation"/> is cancelled) and puts the engine
    /// down.
    /// Orchestrations go on at the next start. A dispatcher that runs only when pumped must be pumped until the task ends.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        var closed = _gate.CloseAsync(cancellation);
        await (_listener?.StopAsync(cancellation) ?? Task.CompletedTask);
        await closed;
        var triggers = Task.WhenAll(_triggers.Select(trigger => trigger.StopAsync()));
        await triggers.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _engine.StopAsync(CancellationToken.None);
        // A function that still waits for an orchestration is told that the engine has stopped.
        await triggers;
        await _app.StopAsync(CancellationToken.None);
    }

    /// <summary>
    /// Stops without waiting for requests in flight, unless <see cref="StopAsync"/> has run, and lets the data folder go.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        await (_listener?.DisposeAsync() ?? ValueTask.CompletedTask);
        await DisposeAsync(_app);
        _folder.Dispose();
    }

    private static EmbeddedHost Assemble(
        IHost app,
        EmbeddedHostOptions options,
        HostSettings settings,
        IReadOnlyList<FunctionDescriptor> functions,
        HostKeys keys,
        IDisposable folder)
    {
        var services = app.Services;
        var engine = services.GetRequiredService<DurableTaskEngine>();
        var client = services.GetRequiredService<DurableTaskClient>();
        var invoker = services.GetRequiredService<FunctionInvoker>();
        var serializer = services.GetRequiredService<ObjectSerializer>();
        var eventGridLogger = services.GetRequiredService<ILogger<EventGridWebhook>>();
        ITriggerListener[] triggers =
            [.. services.GetRequiredService<TimerTriggers>().Listeners(functions), .. services.GetRequiredService<QueueTriggers>().Listeners(functions)];
        var keyed = new KeyGate(keys, services.GetRequiredService<ILogger<KeyGate>>());
        var pipeline = RequestPipeline.Build(services, endpoints =>
        {
            new HttpFunctions(functions, invoker, keyed, settings.RoutePrefix).Map(endpoints);
            new EventGridWebhook(functions, invoker, keyed, serializer, eventGridLogger).Map(endpoints);
            new DurableTaskWebhook(
                new InstanceStarts(
                    client, services.GetRequiredService<ITaskCatalog>(), options.Time, new HubAddress(settings.HubName, keys.SystemKey)),
                new InstanceQueries(client, engine.ReadHistory),
                new InstanceChanges(client),
                keyed).Map(endpoints);
            new ManualRuns(triggers, keyed).Map(endpoints);
            HostStatus.Map(endpoints, options.FunctionsAssembly.GetName().Name!, functions.Count);
        });
        var logger = services.GetRequiredService<ILogger<EmbeddedHost>>();
        return new EmbeddedHost(app, engine, keys, folder, new RequestGate(pipeline, settings.CustomHeaders, options.Time, options.Randomness, logger), triggers);
    }

    private static async ValueTask DisposeAsync(IHost? app)
    {
        if (app is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else
        {
            app?.Dispose();
        }
    }

    private async Task StartAsync(Uri? url, HubAddress hub, CancellationToken cancellation)
    {
        await _app.StartAsync(cancellation);
        await _engine.StartAsync(cancellation);
        foreach (var trigger in _triggers)
        {
            trigger.Start();
        }

        if (url is not null)
        {
            _listener = await KestrelListener.StartAsync(url, _gate.InvokeAsync, Services, cancellation);
        }

        if (Client is EmbeddedDurableTaskClient client)
        {
            client.ManagementEndpoint = new HttpManagementEndpoint(Url, hub.Query());
        }
    }
}
