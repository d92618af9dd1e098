using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.ContainerService;
using Orchestrator.Simulator.EventGrid;
using Orchestrator.Simulator.Faults;
using Orchestrator.Simulator.Hosting;
using Orchestrator.Simulator.Identity;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator;

/// <summary>
/// One simulated Azure with everything in it: Resource Manager, Event Grid, machines and the Kubernetes API of their clusters.
/// With a data folder all of it survives the death of the process.
/// </summary>
public sealed class SimulatedAzure : IAsyncDisposable
{
    private const string ArmFile = "azure.db";
    private const string MachineFile = "machines.db";

    // Two stores, so that neither side ever waits for a transaction of the other.
    private readonly ISimulatorStore _store;
    private readonly ISimulatorStore _machineStore;

    private readonly StoppableDispatcher _dispatcher;

    private SimulatedAzure(SimulatorOptions requested)
    {
        _dispatcher = new StoppableDispatcher(requested.Dispatcher);
        var options = requested with { Dispatcher = _dispatcher };
        Options = options;
        _store = Open(options, ArmFile);
        _machineStore = Open(options, MachineFile);
        var directory = new FrontendDirectory();
        Machines = new SimulatedMachines(_machineStore, directory, options.Time, options.Dispatcher, options.Randomness, options.Machines with { LatencyFactor = options.LatencyFactor });
        Events = new EventGridPublisher(options, _store, Faults);
        Tenant = new SimulatedTenant(options, look => Manager!.Read(look));
        Manager = new AzureResourceManager(options, _store, Quotas, Sizes, Images, Releases, Health, Faults, Events, Machines, Tenant.Tokens.CallerOf);
        directory.Manager = Manager;
        Resources = new ResourceStore(Manager);
    }

    public SimulatorOptions Options { get; }

    /// <summary>Makes things go wrong on purpose.</summary>
    public FaultInjection Faults { get; } = new();

    /// <summary>Core limits per location and VM family.</summary>
    public Quotas Quotas { get; } = new();

    /// <summary>VM sizes that are not to be had in a location or zone.</summary>
    public SizeRestrictions Sizes { get; } = new();

    /// <summary>What health probes find of instances.</summary>
    public InstanceHealth Health { get; } = new();

    /// <summary>Kubernetes versions that AKS does not offer in a region.</summary>
    public KubernetesReleases Releases { get; } = new();

    /// <summary>Images that are not there, and those that need a plan.</summary>
    public ImageCatalog Images { get; } = new();

    public EventGridPublisher Events { get; }

    /// <summary>What exists, and the journal of what was done.</summary>
    public ResourceStore Resources { get; }

    /// <summary>The machines and their clusters.</summary>
    public SimulatedMachines Machines { get; }

    internal AzureResourceManager Manager { get; }

    internal SimulatedTenant Tenant { get; }

    /// <summary>Starts a new Azure, or goes on with the one in the data folder.</summary>
    public static Task<SimulatedAzure> StartAsync(SimulatorOptions options, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var azure = new SimulatedAzure(options);
        azure.Manager.Resume();
        foreach (var identity in options.SeedIdentities)
        {
            azure.Resources.Seed(identity, UserAssignedIdentities.TypeName, new JsonObject { ["location"] = options.SeedLocation }.ToJsonString());
        }

        return Task.FromResult(azure);
    }

    /// <summary>The last moment of simulated time that a data folder has seen; null for a folder without one. Start the clock no earlier.</summary>
    public static DateTimeOffset? LastKnownTime(string dataFolder)
    {
        DateTimeOffset? last = null;
        foreach (var path in new[] { ArmFile, MachineFile }.Select(file => Path.Combine(dataFolder, file)).Where(File.Exists))
        {
            using var store = new SqliteSimulatorStore(path);
            var time = TimestampedStore.LastTime(store);
            last = last is null || time > last ? time ?? last : last;
        }

        return last;
    }

    /// <summary>Resource Manager in process, under any host name: answers at once, without sockets.
    /// The tenant's sign-in and metadata services answer under their paths.</summary>
    public HttpMessageHandler CreateArmHandler() => new ArmMessageHandler(Answer, Options.Time);

    /// <summary>The Kubernetes API of every simulated cluster in process, told apart by the host of the request.</summary>
    public HttpMessageHandler CreateKubernetesHandler(X509Certificate2? clientCertificate = null, string? bearerToken = null) =>
        Machines.Clusters.CreateHandler(clientCertificate, bearerToken);

    /// <summary>Answers one request to any of Azure's endpoints.</summary>
    internal ArmResponse Answer(ArmRequest request) => Tenant.TryAnswer(request) ?? Manager.Send(request);

    /// <summary>Stops where it stands; with a data folder the next start goes on from there.</summary>
    public async ValueTask DisposeAsync()
    {
        Manager.Dispose();
        Events.Dispose();
        Machines.Dispose();
        Tenant.Dispose();
        await _dispatcher.StopAsync().ConfigureAwait(false);
        _store.Dispose();
        _machineStore.Dispose();
    }

    private static ISimulatorStore Open(SimulatorOptions options, string file) => new TimestampedStore(
        options.DataFolder is { } folder ? new SqliteSimulatorStore(Path.Combine(folder, file)) : new MemorySimulatorStore(), options.Time);
}
