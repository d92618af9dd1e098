using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator;

namespace Orchestrator.Cli.Local;

/// <summary>
/// Simulated Azure on loopback sockets, on a virtual clock that follows the machine's once it is <see cref="Pace">paced</see>.
/// Durable: started again on the same folder, everything goes on where it was, however the process ended.
/// </summary>
public sealed class LocalAzure : IAsyncDisposable
{
    private const string CertificateFile = "azure-ca.pem";
    private readonly SimulatorServer _endpoints;
    private ClockPacer? _pacer;

    private LocalAzure(VirtualClock clock, WorkDispatcher dispatcher, Randomness randomness, SimulatedAzure azure, SimulatorServer endpoints, string certificateAuthorityPath)
    {
        (Clock, Dispatcher, Randomness, Azure, _endpoints, CertificateAuthorityPath) = (clock, dispatcher, randomness, azure, endpoints, certificateAuthorityPath);
    }

    public VirtualClock Clock { get; }

    public WorkDispatcher Dispatcher { get; }

    public Randomness Randomness { get; }

    public SimulatedAzure Azure { get; }

    /// <summary>Its addresses.</summary>
    public SimulatorServer Endpoints => _endpoints;

    /// <summary>PEM file with the CA that signed the certificate of the HTTPS endpoint.</summary>
    public string CertificateAuthorityPath { get; }

    /// <summary>Starts with its clock standing still.</summary>
    public static async Task<LocalAzure> StartAsync(LocalAzureOptions options, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "azure")).FullName;
        var clock = new VirtualClock(Latest(options.Time.GetUtcNow(), SimulatedAzure.LastKnownTime(folder)));
        var dispatcher = new ThreadPoolDispatcher(clock);
        Randomness randomness = options.Seed is { } seed ? new SeededRandomness(seed) : new SystemRandomness();
        var azure = await SimulatedAzure.StartAsync(SimulatorOptionsOf(options, folder, clock, dispatcher, randomness), cancellation).ConfigureAwait(false);
        try
        {
            var endpoints = await SimulatorServer.StartAsync(azure, EndpointsOf(options, folder), cancellation).ConfigureAwait(false);
            var certificate = Path.Combine(options.DataFolder, CertificateFile);
            await File.WriteAllTextAsync(certificate, endpoints.CertificateAuthorityPem, cancellation).ConfigureAwait(false);
            return new LocalAzure(clock, dispatcher, randomness, azure, endpoints, certificate);
        }
        catch
        {
            await azure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets time pass from now on.</summary>
    /// <param name="speed">Simulated seconds for each real second.</param>
    public void Pace(double speed) => _pacer = new ClockPacer(Clock, speed);

    public async ValueTask DisposeAsync()
    {
        _pacer?.Dispose();
        await _endpoints.DisposeAsync().ConfigureAwait(false);
        await Azure.DisposeAsync().ConfigureAwait(false);
    }

    private static SimulatorOptions SimulatorOptionsOf(LocalAzureOptions options, string folder, TimeProvider clock, WorkDispatcher dispatcher, Randomness randomness)
    {
        var simulator = new SimulatorOptions
        {
            DataFolder = folder,
            Time = clock,
            Dispatcher = dispatcher,
            Randomness = randomness,
            SeedIdentities = options.Identities,
            SeedLocation = options.Location,

            // Its answers are held against the contract by the tests; here that would only cost time.
            CheckAnswers = false,
            Throttling = options.Throttling,
            RequireTokens = options.RequireTokens,
        };
        simulator = options.TenantId is { } tenant ? simulator with { TenantId = tenant } : simulator;
        simulator = options.Applications.Count == 0 ? simulator : simulator with { Applications = options.Applications };
        return options.Subscriptions.Count == 0
            ? simulator
            : simulator with { SubscriptionId = options.Subscriptions[0], OtherSubscriptionIds = [.. options.Subscriptions.Skip(1)] };
    }

    /// <summary>One port after the other: kubeconfigs and operations in flight name these addresses, so they must be the same after a restart.</summary>
    private static SimulatorServerOptions EndpointsOf(LocalAzureOptions options, string folder) => options.Port == 0
        ? new SimulatorServerOptions { DataFolder = folder }
        : new SimulatorServerOptions { DataFolder = folder, ArmPort = options.Port, KubernetesPort = options.Port + 1, ProxyPort = options.Port + 2, MetadataPort = options.Port + 3 };

    private static DateTimeOffset Latest(DateTimeOffset now, DateTimeOffset? known) => known > now ? known.Value : now;
}
