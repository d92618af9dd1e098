using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Activities.Tests.Bootstrap;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Kubernetes.Hosting;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Activities.Tests.Nodes;

/// <summary>The activities against simulated machines, which go by nothing but what their user data says.</summary>
internal sealed class SimulationFixture : IFrontendDirectory, IKubernetesTransport, IAsyncDisposable
{
    private const string BackendPool = "/subscriptions/s1/resourceGroups/c1/providers/Microsoft.Network/loadBalancers/c1-public-lb/backendAddressPools/p";
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-simulation-").FullName;
    private readonly BootstrapFixture _keys = new();
    private readonly DeterministicDispatcher _dispatcher = new();
    private ServiceProvider _services = null!;
    private KubernetesServer? _server;
    private int _addresses = 3;

    private SimulationFixture(SampleWorkload? workload) => Machines = new SimulatedMachines(
        new MemorySimulatorStore(), this, Clock, _dispatcher, new SeededRandomness(5), new MachineOptions { Workload = workload });

    public ClusterSpec Spec { get; private set; } = SampleCluster.Create();

    public int Generation { get; private set; }

    public VirtualClock Clock => _keys.Clock;

    public SimulatedMachines Machines { get; }

    public FakeInventory Inventory { get; } = new();

    public MachineGroupRequest Group => new() { Cluster = NodesFixture.Cluster, OperationId = "default.c1.1", Generation = Generation };

    /// <param name="overTheNetwork">With TLS and through the CONNECT proxy on loopback; else inside the process.</param>
    public static async Task<SimulationFixture> CreateAsync(bool overTheNetwork = false, SampleWorkload? workload = null)
    {
        var fixture = new SimulationFixture(workload);
        fixture._server = overTheNetwork ? await KubernetesServer.StartAsync(fixture.Machines.Clusters, new KubernetesServerOptions()) : null;
        fixture._services = fixture.Compose();
        await fixture._keys.ShareKeysAsync(NodesFixture.Cluster);
        await fixture.ApplyAsync(fixture.Spec);
        await fixture.Get<IClusterStore>().SaveAsync(
            new ClusterDocument { Key = NodesFixture.Cluster, Generation = 1, SpecHash = "h", Spec = fixture.Spec }, default);
        return fixture;
    }

    public T Get<T>()
        where T : class => _services.GetService<T>() ?? ActivatorUtilities.CreateInstance<T>(_services);

    public async Task ApplyAsync(ClusterSpec spec)
    {
        Spec = spec;
        await Get<IClusterStore>().SaveSpecAsync(spec, ++Generation, default);
    }

    /// <summary>Renders the machine's user data as the Azure side does, starts it, and lets it boot.</summary>
    public async Task StartAsync(string name, MachineRole role)
    {
        var pool = role == MachineRole.Worker ? SampleCluster.Pool : null;
        var data = await DoAsync(() => Get<IMachineBootstrap>().RenderAsync(Spec, role, pool, SampleCluster.Facts, default));
        if (pool is null)
        {
            Inventory.ControlPlane.Add(name);
        }

        Machines.Start(new MachineDefinition(
            ResourceId(name), name, "westeurope", "Standard_D2s_v3", $"/communityGalleries/g/images/capi-ubun2-2404/versions/{Spec.ControlPlane.Version.TrimStart('v')}",
            data.CustomDataBase64, null, $"10.0.0.{++_addresses}", "/subscriptions/s1/resourceGroups/c1/providers/Microsoft.Network/virtualNetworks/v/subnets/n",
            pool is null ? [BackendPool] : [], new Dictionary<string, string>(), pool is null ? 1 : 0));
        await PassAsync(180);
        Assert.True(Machines.PhaseOf(ResourceId(name)) == MachinePhase.Joined, string.Join('\n', Machines.BootLog(ResourceId(name))));
    }

    public void Delete(string name)
    {
        Inventory.ControlPlane.Remove(name);
        Machines.Delete(ResourceId(name));
    }

    public MachineRequest Machine(string name) => new() { Cluster = NodesFixture.Cluster, OperationId = "default.c1.1", Generation = Generation, Machines = [name] };

    /// <summary>Runs an activity as the host would, on the dispatcher.</summary>
    public async Task<T> DoAsync<T>(Func<Task<T>> activity)
    {
        var result = default(T);
        _dispatcher.Post(async () => result = await activity());
        await _dispatcher.RunUntilIdleAsync();
        return result!;
    }

    /// <summary>Repeats an activity, letting time pass as it asks, until it is done.</summary>
    public async Task UntilDoneAsync(Func<Task<MachineOutcome>> activity)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var outcome = await DoAsync(activity);
            Assert.Null(outcome.Error);
            if (outcome.Done)
            {
                return;
            }

            await PassAsync(outcome.RetryAfterSeconds!.Value);
        }

        Assert.Fail("never done");
    }

    public async Task PassAsync(double seconds)
    {
        var end = Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        await _dispatcher.RunUntilIdleAsync();
        while (Clock.NextTimer is { } next && next <= end)
        {
            Clock.AdvanceToNextTimer();
            await _dispatcher.RunUntilIdleAsync();
        }

        Clock.Advance(end - Clock.GetUtcNow());
        await _dispatcher.RunUntilIdleAsync();
    }

    public IReadOnlyList<string> HostNamesOf(string backendPoolId) => backendPoolId == BackendPool ? [Spec.ClusterNetwork.ControlPlaneHost] : [];

    public HttpMessageHandler CreateHandler(ClusterSpec spec, X509Certificate2 client, X509Certificate2Collection trust) => Machines.Clusters.CreateHandler(client, null);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Machines.Dispose();
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceProvider Compose()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Orchestrator:Kubernetes:ProxyUrl", _server?.KubernetesProxy.ToString())]).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<Randomness>(new SeededRandomness(3));
        services.AddSingleton<IDocumentStore>(new FolderDocumentStore(_folder, new SystemRandomness()));
        services.AddSingleton<IClusterStore, ClusterStore>();
        services.AddSingleton(_keys.Secrets);
        services.AddSingleton<IMachineInventory>(Inventory);
        if (_server is null)
        {
            services.AddSingleton<IKubernetesTransport>(this);
        }

        return services.AddNodeActivities(configuration).BuildServiceProvider();
    }

    private static string ResourceId(string name) => $"/subscriptions/s1/resourceGroups/c1/providers/Microsoft.Compute/virtualMachines/{name}";
}
