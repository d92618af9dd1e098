using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Cli.Api;
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
    private readonly Stack<IAsyncDisposable> _parts;

    private LocalServer(Stack<IAsyncDisposable> parts, LocalAzure azure, EmbeddedHost host)
    {
        (_parts, Azure, Endpoints, CertificateAuthorityPath) = (parts, azure.Azure, azure.Endpoints, azure.CertificateAuthorityPath);
        Address = new ServerAddress(host.Url!, host.HostKey);
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
            throw StartFailure.Explain(exception, options.Port) ?? exception;
        }
    }

    public ValueTask DisposeAsync() => new(StopAsync(_parts));

    private static async Task<LocalServer> StartAsync(LocalServerOptions options, Stack<IAsyncDisposable> parts, CancellationToken cancellation)
    {
        parts.Push(new DisposablePart(DataFolderLock.Take(options.DataFolder)));
        var azure = await LocalAzure.StartAsync(AzureOf(options), cancellation).ConfigureAwait(false);
        parts.Push(azure);

        var log = new FileLoggerProvider(Path.Combine(options.DataFolder, "orc.log"), options.Time);
        parts.Push(new DisposablePart(log));
        var host = await EmbeddedHost.StartAsync(
            new EmbeddedHostOptions
            {
                DataFolder = Path.Combine(options.DataFolder, "host"),
                Url = new Uri($"http://127.0.0.1:{options.Port}"),
                FunctionsAssembly = typeof(OrchestratorServices).Assembly,
                Time = azure.Clock,
                Dispatcher = azure.Dispatcher,
                Randomness = azure.Randomness,
                Settings = SettingsOf(options, azure),
                ConfigureServices = services => services.AddLogging(logging => logging.AddProvider(log)),
            },
            cancellation).ConfigureAwait(false);
        parts.Push(host);

        // Only now: before, events would find nobody, and time would pass while nothing can use it.
        await SubscribeAsync(azure.Azure, WebhookOf(host), Path.Combine(options.DataFolder, "azure", WebhookFile), cancellation).ConfigureAwait(false);
        azure.Pace(options.Speed);
        return new LocalServer(parts, azure, host);
    }

    /// <summary>On the ports after the API's.</summary>
    private static LocalAzureOptions AzureOf(LocalServerOptions options) => new()
    {
        DataFolder = options.DataFolder,
        Port = options.Port == 0 ? 0 : options.Port + 1,
        Time = options.Time,
        Subscriptions = options.Subscriptions,
        Identities = options.Identities,
        Location = options.Location,
    };

    private static Dictionary<string, string?> SettingsOf(LocalServerOptions options, LocalAzure azure) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Orchestrator:Azure:ManagementEndpoint"] = azure.Endpoints.ArmEndpoint.AbsoluteUri,
        ["Orchestrator:Azure:CertificateAuthorityPem"] = azure.CertificateAuthorityPath,
        ["Orchestrator:Azure:Credential"] = "simulated",
        ["Orchestrator:State:Folder"] = Path.Combine(options.DataFolder, "state"),
        ["OrchestratorDriftSchedule"] = options.DriftSchedule,
        ["Orchestrator:Kubernetes:ProxyUrl"] = azure.Endpoints.KubernetesProxy.AbsoluteUri,
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
