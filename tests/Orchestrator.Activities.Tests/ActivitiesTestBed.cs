using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator;

namespace Orchestrator.Activities.Tests;

/// <summary>The activities on simulated Azure, in one process on virtual time.</summary>
internal sealed class ActivitiesTestBed : IAsyncDisposable
{
    public const string Machine = "c1-control-plane-abcde";

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-activities-").FullName;
    private readonly DeterministicDispatcher _dispatcher = new();
    private readonly ServiceProvider _services;

    private ActivitiesTestBed(VirtualClock clock, DeterministicDispatcher dispatcher, SimulatedAzure azure, ClusterSpec spec)
    {
        (Clock, _dispatcher, Azure, Spec) = (clock, dispatcher, azure, spec);
        Wire = new RecordingHandler(azure.CreateArmHandler());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Orchestrator:State:Folder"] = _folder,
            ["Orchestrator:Azure:Credential"] = "simulated",
        }).Build();
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<Randomness>(new SeededRandomness(1))
            .AddSingleton<IMachineBootstrap>(Bootstrap)
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(Wire))
            .AddSingleton<IKubernetesClients, NoKubernetes>()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IKubernetesTransport>(new SimulatedTransport(azure))
            .AddSingleton<ManagedClusterKubeconfigs>()
            .AddSingleton<ManagedClusterClients>()
            .AddLogging()
            .AddAzureActivities(configuration)
            .BuildServiceProvider();
    }

    public VirtualClock Clock { get; }

    public SimulatedAzure Azure { get; }

    public RecordingHandler Wire { get; }

    public FakeBootstrap Bootstrap { get; } = new();

    public ClusterSpec Spec { get; private set; }

    public int Generation { get; private set; }

    public ResourceReconciler Reconciler => Get<ResourceReconciler>();

    public PlanService Plans => Get<PlanService>();

    public static async Task<ActivitiesTestBed> StartAsync(ClusterSpec? spec = null)
    {
        spec ??= Specs.Sample();
        var clock = new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var dispatcher = new DeterministicDispatcher();
        var azure = await SimulatedAzure.StartAsync(new SimulatorOptions
        {
            Time = clock,
            Dispatcher = dispatcher,
            Randomness = new SeededRandomness(7),
            OtherSubscriptionIds = PrivateNetwork.OtherSubscriptions,
            SeedIdentities = spec.ControlPlane.Machine.UserAssignedIdentities,
        });
        var bed = new ActivitiesTestBed(clock, dispatcher, azure, spec);
        await bed.ApplyAsync(spec);
        return bed;
    }

    /// <summary>A bed whose cluster has a resource of <paramref name="kind"/>.</summary>
    public static Task<ActivitiesTestBed> StartForAsync(string kind) => kind == StepKinds.PrivateDnsZoneGroup ? PrivateNetwork.StartWithZoneAsync()
        : PrivateNetwork.Kinds.Contains(kind, StringComparer.Ordinal) ? PrivateNetwork.StartAsync()
        : BackupStore.Kinds.Contains(kind, StringComparer.Ordinal) ? StartAsync(BackupStore.Spec())
        : StartAsync();

    public T Get<T>()
        where T : notnull => ActivatorUtilities.GetServiceOrCreateInstance<T>(_services);

    /// <summary>Stores a spec as the next generation.</summary>
    public async Task ApplyAsync(ClusterSpec spec)
    {
        (Spec, Generation) = (spec, Generation + 1);
        var store = Get<IClusterStore>();
        var before = await store.FindAsync(spec.Key, default);
        var document = before ?? new ClusterDocument { Key = spec.Key, Generation = 1, SpecHash = "", Spec = spec, OperationId = "default.c1.1", OperationRunning = true };
        await store.SaveAsync(document with { Generation = Generation, Spec = spec }, default);
        await store.SaveSpecAsync(spec, Generation, default);
    }

    public ResourceRequest Request(GraphStep step, int? capacity = null) => new()
    {
        Cluster = Spec.Key,
        OperationId = "default.c1.1",
        Generation = Generation,
        Step = step,
        Role = MachineRole.ControlPlaneInit,
        Capacity = capacity,
    };

    public Task<ResourceOutcome> EnsureAsync(GraphStep step, int? capacity = null) => Reconciler.EnsureAsync(step.Kind, Request(step, capacity), default);

    public Task<ResourceOutcome> ObserveAsync(GraphStep step) => Reconciler.ObserveAsync(step.Kind, Request(step), default);

    public Task<ResourceOutcome> DeleteAsync(GraphStep step) => Reconciler.DeleteAsync(step.Kind, Request(step with { Verb = StepVerb.Delete }), default);

    /// <summary>Ensures and waits, as the walk does, until the resource is as it shall be.</summary>
    public async Task<ResourceOutcome> ReachAsync(GraphStep step, int? capacity = null)
    {
        var outcome = step.Verb == StepVerb.Observe ? await ObserveAsync(step) : await EnsureAsync(step, capacity);
        while (outcome.State == ResourceState.InProgress)
        {
            await SettleAsync();
            outcome = await ObserveAsync(step);
        }

        Assert.True(outcome.State == ResourceState.Ready, $"{step.Key}: {outcome.State} {outcome.Error}");
        return outcome;
    }

    /// <summary>A resource as Azure has it.</summary>
    public async Task<JsonObject> ReadAsync(string id)
    {
        var arm = await Get<IArmConnections>().ForAsync(Spec, default);
        var read = await arm.GetAsync(id, "test", default);
        Assert.Null(read.Error);
        return read.Resource!;
    }

    /// <summary>Every ARM resource of the cluster with one control-plane machine and its pool, in an order that respects all dependencies.</summary>
    public IReadOnlyList<GraphStep> Steps => Spec.ManagedCluster is not null ? [.. InOrder([.. ManagedClusterGraph.Build(Spec, Borrowed.Nothing, new ClusterInventory([]))])] :
    [
        .. NetworkSteps,
        .. MachineGraph.Ensure(Spec, Machine),
        PoolStep,
    ];

    /// <summary>Those of them that are there before the first machine.</summary>
    public IReadOnlyList<GraphStep> NetworkSteps =>
        [.. InOrder([.. KubeadmClusterGraph.Build(Spec, Borrowed.Nothing).Where(static s => s.ResourceId is not null && s.Kind != StepKinds.RoleAssignment)])];

    public GraphStep PoolStep
    {
        get
        {
            var pool = Spec.MachinePools[0].Name;
            return new GraphStep
            {
                Key = $"{StepKinds.VirtualMachineScaleSet}/{pool}",
                Kind = StepKinds.VirtualMachineScaleSet,
                Name = pool,
                Verb = StepVerb.Ensure,
                ResourceId = ClusterResourceIds.VirtualMachineScaleSet(Spec, pool),
            };
        }
    }

    /// <summary>Makes everything that comes before the first step of <paramref name="kind"/>, and answers that step.</summary>
    public async Task<GraphStep> PrepareAsync(string kind)
    {
        foreach (var step in Steps)
        {
            if (step.Kind == kind)
            {
                return step;
            }

            await ReachAsync(step);
        }

        throw new ArgumentException($"The graph has no {kind}.", nameof(kind));
    }

    public async Task CreateAllAsync()
    {
        foreach (var step in Steps)
        {
            await ReachAsync(step);
        }
    }

    public async Task CreateNetworkAsync()
    {
        foreach (var step in NetworkSteps)
        {
            await ReachAsync(step);
        }
    }

    /// <summary>Lets time pass until no operation of Azure runs any more.</summary>
    public async Task SettleAsync()
    {
        await _dispatcher.RunUntilIdleAsync();
        while (Azure.Resources.Journal.Any(static entry => entry.Ended is null))
        {
            Assert.True(Clock.AdvanceToNextTimer(), "An operation runs and no timer is set.");
            await _dispatcher.RunUntilIdleAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Azure.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class SimulatedTransport(SimulatedAzure azure) : IKubernetesTransport
    {
        public HttpMessageHandler CreateHandler(ClusterSpec spec, X509Certificate2 client, X509Certificate2Collection trust) => azure.CreateKubernetesHandler(client);
    }

    private static IEnumerable<GraphStep> InOrder(List<GraphStep> steps)
    {
        while (steps.Count > 0)
        {
            var next = steps.First(s => !s.DependsOn.Any(d => steps.Exists(other => other.Key == d)));
            steps.Remove(next);
            yield return next;
        }
    }
}
