using System.Text.Json.Nodes;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Tests.Machines;

/// <summary>Machines and one cluster's front end on a virtual clock.</summary>
internal sealed class TestSimulation : IFrontendDirectory, IDisposable
{
    public const string Endpoint = "c1-abc.westeurope.cloudapp.azure.com";
    public const string Pool = "/subscriptions/s/resourceGroups/RG/providers/Microsoft.Network/loadBalancers/c1-public-lb/backendAddressPools/c1-public-lb-backendPool";
    private readonly ISimulatorStore _store;

    public TestSimulation(MachineOptions? options = null, ISimulatorStore? store = null, DateTimeOffset? start = null, TestPki? pki = null)
    {
        Clock = new VirtualClock(start ?? new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Pki = pki ?? new TestPki(Clock.GetUtcNow());
        _store = store ?? new MemorySimulatorStore();
        Options = options ?? new MachineOptions();
        Machines = new SimulatedMachines(_store, this, Clock, Dispatcher, new SeededRandomness(7), Options);
    }

    public VirtualClock Clock { get; }

    public DeterministicDispatcher Dispatcher { get; } = new();

    public MachineOptions Options { get; }

    public TestPki Pki { get; }

    public SimulatedMachines Machines { get; }

    public SimulatedCluster Cluster => Machines.Clusters.All.Single();

    public IReadOnlyList<string> HostNamesOf(string backendPoolId) => backendPoolId == Pool ? [Endpoint] : [];

    public static string ResourceId(string name) => $"/subscriptions/s/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/{name}";

    public MachineDefinition Machine(string name, string? userData, string version = "1.30.2", int dataDisks = 1, bool isBehindLoadBalancer = false, string? id = null) => new(
        id ?? ResourceId(name), name, "westeurope", "Standard_D2s_v5",
        $"/communityGalleries/ClusterAPI-1/images/capi-ubun2-2404/versions/{version}", userData is null ? null : TestUserData.Encode(userData), "1",
        $"10.0.0.{4 + name.Sum(static c => c) % 200}", "/subscriptions/s/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/v/subnets/n",
        isBehindLoadBalancer ? [Pool] : [], new Dictionary<string, string>(), dataDisks);

    public string StartInit(string name = "cp-0", string version = "1.30.2")
    {
        Machines.Start(Machine(name, TestUserData.Init(Pki, Endpoint, "v" + version), version, isBehindLoadBalancer: true));
        return ResourceId(name);
    }

    public string StartControlPlane(string name, string version = "1.30.2")
    {
        Machines.Start(Machine(name, TestUserData.Join(Pki, Endpoint, isControlPlane: true), version, isBehindLoadBalancer: true));
        return ResourceId(name);
    }

    public string StartWorker(string name, string version = "1.30.2", string token = TestUserData.Token)
    {
        Machines.Start(Machine(name, TestUserData.Join(Pki, Endpoint, isControlPlane: false, token), version));
        return ResourceId(name);
    }

    /// <summary>Lets virtual time pass, firing what falls due.</summary>
    public async Task PassAsync(double seconds)
    {
        var end = Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        await Dispatcher.RunUntilIdleAsync();
        while (Clock.NextTimer is { } next && next <= end)
        {
            Clock.AdvanceToNextTimer();
            await Dispatcher.RunUntilIdleAsync();
        }

        Clock.Advance(end - Clock.GetUtcNow());
        await Dispatcher.RunUntilIdleAsync();
    }

    public HttpClient Client(X509Certificate2? certificate = null, string? token = null) =>
        new(Machines.Clusters.CreateHandler(certificate, token)) { BaseAddress = new Uri($"https://{Endpoint}:6443") };

    public HttpClient Administrator() => Client(Pki.Client());

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage response) => (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    public void Dispose() => Machines.Dispose();
}
