using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Cli.Api;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Hosting;
using Orchestrator.Functions;
using Orchestrator.Simulator;

namespace Orchestrator.Cli.Local;

/// <summary>
/// The Function app on the embedded host and simulated Azure in one process, on one virtual clock that follows the machine's.
/// Durable: started again on the same folder, everything goes on where it was, however the process ended.
/// </summary>
public sealed class LocalServer : IAsyncDisposable
{
    private const string EventFunction = "AzureEvent";
    private const string WebhookFile = "webhook.url";
    private const string CertificateFile = "azure-ca.pem";
    private readonly Stack<IAsyncDisposable> _parts;

    private LocalServer(Stack<IAsyncDisposable> parts, SimulatedAzure azure, SimulatorServer endpoints, EmbeddedHost host, string dataFolder)
    {
        (_parts, Azure, Endpoints) = (parts, azure, endpoints);
        Address = new ServerAddress(host.Url!, host.HostKey);
        CertificateAuthorityPath = Path.Combine(dataFolder, CertificateFile);
    }

    public ServerAddress Address { get; }

    public SimulatedAzure Azure { get; }

    /// <summary>Simulated Azure's addresses for other programs.</summary>
    public SimulatorServer Endpoints { get; }

    /// <summary>PEM file with the CA that signed simulated Azure's certificate.</summary>
    public string CertificateAuthorityPath { get; }

    /// <exception cref="CommandException">The port or the folder is in use, or the app cannot start; nothing runs then.</exception>
    public static async Task<LocalServer> StartAsync(LocalServerOptions options, CancellationToken cancellation)
    {
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            return await StartAsync(options, parts, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await StopAsync(parts).ConfigureAwait(false);
            throw StartFailure.Explain(exception, options) ?? exception;
        }
    }

    public ValueTask DisposeAsync() => new(StopAsync(_parts));

    private static async Task<LocalServer> StartAsync(LocalServerOptions options, Stack<IAsyncDisposable> parts, CancellationToken cancellation)
    {
        parts.Push(new DisposablePart(DataFolderLock.Take(options.DataFolder)));
        var azureFolder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "azure")).FullName;
        var clock = new VirtualClock(Latest(options.Time.GetUtcNow(), SimulatedAzure.LastKnownTime(azureFolder)));
        var dispatcher = new ThreadPoolDispatcher(clock);
        var randomness = new SystemRandomness();

        var azure = await SimulatedAzure.StartAsync(SimulatorOptionsOf(options, azureFolder, clock, dispatcher, randomness), cancellation).ConfigureAwait(false);
        parts.Push(azure);
        var endpoints = await SimulatorServer.StartAsync(azure, EndpointsOf(options, azureFolder), cancellation).ConfigureAwait(false);
        parts.Push(endpoints);
        await File.WriteAllTextAsync(Path.Combine(options.DataFolder, CertificateFile), endpoints.CertificateAuthorityPem, cancellation).ConfigureAwait(false);

        var log = new FileLoggerProvider(Path.Combine(options.DataFolder, "orc.log"), options.Time);
        parts.Push(new DisposablePart(log));
        var host = await EmbeddedHost.StartAsync(
            new EmbeddedHostOptions
            {
                DataFolder = Path.Combine(options.DataFolder, "host"),
                Url = new Uri($"http://127.0.0.1:{options.Port}"),
                FunctionsAssembly = typeof(OrchestratorServices).Assembly,
                Time = clock,
                Dispatcher = dispatcher,
                Randomness = randomness,
                Settings = SettingsOf(options, endpoints),
                ConfigureServices = services => services.AddLogging(logging => logging.AddProvider(log)),
            },
            cancellation).ConfigureAwait(false);
        parts.Push(host);

        // Only now: before, events would find nobody, and time would pass while nothing can use it.
        await SubscribeAsync(azure, WebhookOf(host), Path.Combine(azureFolder, WebhookFile), cancellation).ConfigureAwait(false);
        parts.Push(new DisposablePart(new ClockPacer(clock, options.Speed)));
        return new LocalServer(parts, azure, endpoints, host, options.DataFolder);
    }

    private static SimulatorOptions SimulatorOptionsOf(LocalServerOptions options, string folder, TimeProvider clock, WorkDispatcher dispatcher, Randomness randomness)
    {
        var simulator = new SimulatorOptions
        {
            DataFolder = folder,
            Time = clock,
            Dispatcher = dispatcher,
            Randomness = randomness,
            SeedIdentities = options.Identities,
            SeedLocation = options.Location,
        };
        return options.Subscriptions.Count == 0
            ? simulator
            : simulator with { SubscriptionId = options.Subscriptions[0], OtherSubscriptionIds = [.. options.Subscriptions.Skip(1)] };
    }

    /// <summary>Beside the API's port: kubeconfigs and operations in flight name these addresses, so they must be the same after a restart.</summary>
    private static SimulatorServerOptions EndpointsOf(LocalServerOptions options, string folder) => options.Port == 0
        ? new SimulatorServerOptions { DataFolder = folder }
        : new SimulatorServerOptions { DataFolder = folder, ArmPort = options.Port + 1, KubernetesPort = options.Port + 2, ProxyPort = options.Port + 3 };

    private static Dictionary<string, string?> SettingsOf(LocalServerOptions options, SimulatorServer endpoints) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Orchestrator:Azure:ManagementEndpoint"] = endpoints.ArmEndpoint.AbsoluteUri,
        ["Orchestrator:Azure:CertificateAuthorityPem"] = Path.Combine(options.DataFolder, CertificateFile),
        ["Orchestrator:Azure:Credential"] = "simulated",
        ["Orchestrator:State:Folder"] = Path.Combine(options.DataFolder, "state"),
        ["Orchestrator:Kubernetes:ProxyUrl"] = endpoints.KubernetesProxy.AbsoluteUri,
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
    };

    /// <summary>Another port makes another webhook; the one before must not get events, nor the key in its address, any more.</summary>
    private static async Task SubscribeAsync(SimulatedAzure azure, Uri webhook, string path, CancellationToken cancellation)
    {
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false) is var earlier && earlier != webhook.AbsoluteUri)
        {
            azure.Events.Unsubscribe(earlier);
        }

        await File.WriteAllTextAsync(path, webhook.AbsoluteUri, cancellation).ConfigureAwait(false);
        await azure.Events.SubscribeAsync(webhook, cancellation: cancellation).ConfigureAwait(false);
    }

    private static Uri WebhookOf(EmbeddedHost host) =>
        new(host.Url!, $"/runtime/webhooks/EventGrid?functionName={EventFunction}&code={Uri.EscapeDataString(host.SystemKey)}");

    private static DateTimeOffset Latest(DateTimeOffset now, DateTimeOffset? known) => known > now ? known.Value : now;

    /// <summary>In the reverse of the order in which they were started; the folder is let go last.</summary>
    private static async Task StopAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class DisposablePart(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
