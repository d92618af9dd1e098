using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Activities.Tests.Bootstrap;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Activities.Tests.Nodes;

/// <summary>The activities over nodes as the app composes them, with a Kubernetes, an inventory and an etcd of the test's own.</summary>
internal sealed class NodesFixture : IAsyncDisposable
{
    public static readonly ClusterKey Cluster = new("default", "c1");
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-nodes-").FullName;
    private readonly BootstrapFixture _keys = new();
    private readonly ServiceProvider _services;

    private NodesFixture(ClusterSpec spec)
    {
        Spec = spec;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Orchestrator:Kubernetes:ProxyUrl", (string?)"http://127.0.0.1:8899")]).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<Randomness>(new SeededRandomness(3));
        services.AddSingleton<IDocumentStore>(new FolderDocumentStore(_folder, new SystemRandomness()));
        services.AddSingleton<IClusterStore, ClusterStore>();
        services.AddSingleton<Orchestrator.Activities.Azure.IArmConnections, NoAzure>();
        services.AddSingleton(_keys.Secrets);
        services.AddSingleton<IKubernetesTransport>(Kubernetes);
        services.AddSingleton<IMachineInventory>(Inventory);
        services.AddSingleton<IEtcdMembers>(Etcd);
        services.AddNodeActivities(configuration);
        _services = services.BuildServiceProvider();
    }

    public VirtualClock Clock => _keys.Clock;

    public ClusterSpec Spec { get; }

    public FakeKubernetes Kubernetes { get; } = new();

    public FakeInventory Inventory { get; } = new();

    public FakeEtcd Etcd { get; } = new();

    public RecordedLogs Logs { get; } = new();

    public IClusterStore Store => _services.GetRequiredService<IClusterStore>();

    public MachineGroupRequest Group => new() { Cluster = Cluster, OperationId = "default.c1.1", Generation = 1 };

    public static async Task<NodesFixture> CreateAsync(ClusterSpec? spec = null, bool initialized = true)
    {
        var fixture = new NodesFixture(spec ?? SampleCluster.Create());
        await fixture._keys.ShareKeysAsync(Cluster);
        await fixture.Store.SaveSpecAsync(fixture.Spec, 1, default);
        await fixture.Store.SaveAsync(
            new ClusterDocument { Key = Cluster, Generation = 1, SpecHash = "h", Spec = fixture.Spec, ControlPlaneInitialized = initialized }, default);
        return fixture;
    }

    public T Get<T>()
        where T : class => _services.GetService<T>() ?? ActivatorUtilities.CreateInstance<T>(_services);

    public MachineRequest Machines(params string[] names) => new()
    {
        Cluster = Cluster, OperationId = "default.c1.1", Generation = 1, Machines = names, StartedAt = Clock.GetUtcNow(),
    };

    public void AddNode(string name, string ready = "True", string version = "v1.30.2", bool controlPlane = false) => Kubernetes.Add("api/v1/nodes", $$"""
        {
          "metadata": { "name": "{{name}}", "labels": { {{(controlPlane ? "\"node-role.kubernetes.io/control-plane\": \"\"" : "")}} } },
          "spec": {},
          "status": { "conditions": [{ "type": "Ready", "status": "{{ready}}" }], "nodeInfo": { "kubeletVersion": "{{version}}" } }
        }
        """);

    public void AddPod(string name, string node, string @namespace = "default", string metadata = "", string status = "\"phase\": \"Running\"", string spec = "") =>
        Kubernetes.Add($"api/v1/namespaces/{@namespace}/pods", $$"""
        { "metadata": { "name": "{{name}}", "namespace": "{{@namespace}}", "uid": "uid-{{name}}"{{metadata}} }, "spec": { "nodeName": "{{node}}"{{spec}} }, "status": { {{status}} } }
        """);

    public void AddControlPlaneNode(string name, bool ready = true, string version = "v1.30.2", bool etcdHealthy = true)
    {
        AddNode(name, "True", version, controlPlane: true);
        AddPod($"kube-apiserver-{name}", name, "kube-system", ", \"labels\": { \"tier\": \"control-plane\" }",
            $$"""
            "phase": "Running", "conditions": [{ "type": "Ready", "status": "{{ready}}" }]
            """);
        Etcd.Members.Add(new EtcdMember($"id-{name}", name, etcdHealthy, false));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
