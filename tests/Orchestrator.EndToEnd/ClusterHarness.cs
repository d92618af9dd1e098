using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using Azure.Core.Pipeline;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Hosting;
using Orchestrator.Simulator;

namespace Orchestrator.EndToEnd;

/// <summary>The whole product against simulated Azure in one process, on one thread and virtual time: the app as users run it, over HTTP without sockets.</summary>
public sealed class ClusterHarness : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly DeterministicDispatcher _dispatcher;
    private readonly string? _ownFolder;
    private readonly CapturedLog _log;

    private ClusterHarness(VirtualClock clock, DeterministicDispatcher dispatcher, SimulatedAzure azure, WireRecorder wire, EmbeddedHost host, string? ownFolder, CapturedLog log)
    {
        (Clock, _dispatcher, Azure, Wire, Host, _ownFolder, _log) = (clock, dispatcher, azure, wire, host, ownFolder, log);
    }

    public VirtualClock Clock { get; }

    public SimulatedAzure Azure { get; }

    /// <summary>What the app has sent to Azure.</summary>
    public WireRecorder Wire { get; }

    public EmbeddedHost Host { get; }

    /// <summary>What the app logged as errors.</summary>
    public IReadOnlyCollection<string> Errors => [.. _log.Lines.Where(static line => line.Level >= LogLevel.Error).Select(static line => line.Text)];

    /// <summary>All that the app logged, if <see cref="HarnessOptions.Log"/> asks for it.</summary>
    public IReadOnlyCollection<string> Log => [.. _log.Lines.Select(static line => line.Text)];

    /// <summary>Called after every advance of the clock: a place for invariants.</summary>
    public Action? EachStep { get; set; }

    public static async Task<ClusterHarness> StartAsync(HarnessOptions? options = null)
    {
        options ??= new HarnessOptions();
        var clock = new VirtualClock(options.DataFolder is { } folder ? SimulatedAzure.LastKnownTime(folder) ?? Start : Start);
        var dispatcher = new DeterministicDispatcher(new SeededRandomness(options.Seed));
        var ownFolder = options.DataFolder is null ? Directory.CreateTempSubdirectory("orc-test-").FullName : null;
        var azure = await SimulatedAzure.StartAsync(new SimulatorOptions
        {
            DataFolder = options.DataFolder,
            Time = clock,
            Randomness = new SeededRandomness(options.Seed + 1),
            Dispatcher = dispatcher,
            OtherSubscriptionIds = [Manifests.OtherSubscription, .. options.Subscriptions],
            SeedIdentities = [Manifests.IdentityId, .. options.Subscriptions.Select(static s => Manifests.IdentityId.Replace(Manifests.Subscription, s, StringComparison.Ordinal))],
            RequireTokens = options.SignIn,
            Machines = new() { Workload = options.Workload, CloudProviderRemovesNodes = options.CloudProviderRemovesNodes },
        });
        var log = new CapturedLog(options.Log ? LogLevel.Trace : LogLevel.Error);
        var wire = new WireRecorder(azure.CreateArmHandler());
        var starting = EmbeddedHost.StartAsync(HostOptions(options, ownFolder ?? options.DataFolder!, clock, dispatcher, azure, wire, log), CancellationToken.None);
        var host = await PumpAsync(dispatcher, starting);
        var harness = new ClusterHarness(clock, dispatcher, azure, wire, host, ownFolder, log);
        if (options.Events)
        {
            azure.Events.Subscribe(harness.DeliverAsync);
        }

        return harness;
    }

    public Task<HttpResponseMessage> ApplyRawAsync(ApplyRequest manifest, string query = "") =>
        SendAsync(HttpMethod.Post, $"/api/apply{query}", JsonContent.Create(manifest, new(ApplyRequest.MediaType), ContractJson.Options));

    public async Task<ApplyResult> PlanAsync(ApplyRequest manifest)
    {
        var response = await ApplyRawAsync(manifest, "?dryRun=true");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<ApplyResult>(ContractJson.Options))!;
    }

    public async Task<ApplyResult> ApplyAsync(ApplyRequest manifest, HttpStatusCode expected = HttpStatusCode.Accepted)
    {
        var response = await ApplyRawAsync(manifest);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {body}");
        return (await response.Content.ReadFromJsonAsync<ApplyResult>(ContractJson.Options))!;
    }

    /// <summary>Posts JSON, or nothing, and reads the answer, which has to have the status expected.</summary>
    public async Task<T> PostAsync<T>(string path, object? body = null, HttpStatusCode expected = HttpStatusCode.Accepted)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body, body.GetType(), options: ContractJson.Options));
        Assert.True(response.StatusCode == expected, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>(ContractJson.Options))!;
    }

    /// <summary>Applies one cluster and runs until its operation has ended well.</summary>
    public async Task<OperationStatus> ApplyAndWaitAsync(ApplyRequest manifest)
    {
        var result = await ApplyAsync(manifest);
        return await SucceedAsync(result.Clusters.Single().OperationId!);
    }

    public async Task<OperationStatus> DeleteAndWaitAsync(string name = "c1")
    {
        var response = await SendAsync(HttpMethod.Delete, $"/api/clusters/default/{name}");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var outcome = await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options);
        return await SucceedAsync(outcome!.OperationId!);
    }

    public async Task<OperationStatus> SucceedAsync(string operationId)
    {
        var status = await RunToEndAsync(operationId);
        Assert.True(status.State == OperationState.Succeeded, Describe(status));
        return status;
    }

    /// <summary>Advances time until the operation has ended, however.</summary>
    public async Task<OperationStatus> RunToEndAsync(string operationId, TimeSpan? limit = null)
    {
        var end = Clock.GetUtcNow() + (limit ?? TimeSpan.FromHours(8));
        while (true)
        {
            await _dispatcher.RunUntilIdleAsync();
            EachStep?.Invoke();
            var instance = await PumpAsync(_dispatcher, Host.Client.GetInstanceAsync(operationId));
            if (instance is { IsCompleted: true })
            {
                return await GetAsync<OperationStatus>($"/api/operations/{operationId}");
            }

            if (Clock.GetUtcNow() > end || !Clock.AdvanceToNextTimer())
            {
                Assert.Fail($"the operation does not end:\n{Describe(await GetAsync<OperationStatus>($"/api/operations/{operationId}"))}");
            }
        }
    }

    /// <summary>Lets <paramref name="span"/> pass.</summary>
    public async Task RunForAsync(TimeSpan span)
    {
        var end = Clock.GetUtcNow() + span;
        await _dispatcher.RunUntilIdleAsync();
        while (Clock.NextTimer is { } next && next <= end)
        {
            Clock.AdvanceToNextTimer();
            await _dispatcher.RunUntilIdleAsync();
            EachStep?.Invoke();
        }
    }

    public async Task<T> GetAsync<T>(string path)
    {
        var response = await SendAsync(HttpMethod.Get, path);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {body}");
        return System.Text.Json.JsonSerializer.Deserialize<T>(body, ContractJson.Options)!;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, AuthenticationHeaderValue? authorization = null)
    {
        var request = new HttpRequestMessage(method, new Uri(new Uri("http://localhost"), path)) { Content = content };
        request.Headers.Add("x-functions-key", Host.HostKey);
        request.Headers.Authorization = authorization;
        return PumpAsync(_dispatcher, Host.SendAsync(request, CancellationToken.None));
    }

    /// <summary>Sends requests side by side; the seed decides how they interleave.</summary>
    public async Task<HttpResponseMessage[]> AtOnceAsync(IEnumerable<(HttpMethod Method, string Path, HttpContent Content)> requests)
    {
        var answers = new List<Task<HttpResponseMessage>>();
        foreach (var (method, path, content) in requests)
        {
            var request = new HttpRequestMessage(method, new Uri(new Uri("http://localhost"), path)) { Content = content };
            request.Headers.Add("x-functions-key", Host.HostKey);
            var answer = new TaskCompletionSource<HttpResponseMessage>();
            answers.Add(answer.Task);
            _dispatcher.Post(async () => answer.SetResult(await Host.SendAsync(request, CancellationToken.None)));
        }

        var documents = (InterleavedDocumentStore)Host.Services.GetRequiredService<IDocumentStore>();
        documents.TakesTurns = true;
        await _dispatcher.RunUntilIdleAsync();
        documents.TakesTurns = false;
        return await Task.WhenAll(answers);
    }

    /// <summary>Runs what calls into the app past HTTP.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> call) => PumpAsync(_dispatcher, call());

    /// <summary>The host forgets all orchestrations that have ended.</summary>
    public async Task PurgeAsync()
    {
        var purged = await PumpAsync(_dispatcher, Host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter()));
        Assert.True(purged.PurgedInstanceCount > 0, "there was nothing to purge");
    }

    /// <summary>Somebody deletes a resource in the portal.</summary>
    public async Task DeleteInAzureAsync(string id, string apiVersion = "2024-07-01")
    {
        await Portal.SendAsync(this, HttpMethod.Delete, id, apiVersion: apiVersion);
        await RunForAsync(TimeSpan.FromMinutes(20));
    }

    /// <summary>A call to a cluster's API as its administrator.</summary>
    public async Task<T> AskClusterAsync<T>(Func<KubernetesClient, Task<T>> call, string name = "c1")
    {
        var document = await PumpAsync(_dispatcher, Host.Services.GetRequiredService<IClusterStore>().FindAsync(new ClusterKey("default", name), CancellationToken.None));
        var client = await PumpAsync(_dispatcher, Host.Services.GetRequiredService<IKubernetesClients>().GetAsync(document!.Spec, CancellationToken.None));
        return await PumpAsync(_dispatcher, call(client));
    }

    /// <summary>Delivers events as Event Grid would, whoever they are about.</summary>
    public Task DeliverEventsAsync(string json) => PumpAsync(_dispatcher, DeliveredAsync(json));

    public async ValueTask DisposeAsync()
    {
        await PumpAsync(_dispatcher, StopAsync());
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }

    private async Task<bool> DeliveredAsync(string json)
    {
        await DeliverAsync(json);
        return true;
    }

    private async Task<bool> StopAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        await Host.DisposeAsync();
        await Azure.DisposeAsync();
        return true;
    }

    /// <summary>Event Grid's deliveries, by the same webhook that Azure would call.</summary>
    private async Task DeliverAsync(string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/runtime/webhooks/EventGrid?functionName=AzureEvent&code={Uri.EscapeDataString(Host.SystemKey)}")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("aeg-event-type", "Notification");
        using var response = await Host.SendAsync(request, CancellationToken.None);
        Assert.True(response.IsSuccessStatusCode, $"the webhook answered {(int)response.StatusCode} to {json}");
    }

    private static EmbeddedHostOptions HostOptions(HarnessOptions options, string folder, VirtualClock clock, DeterministicDispatcher dispatcher, SimulatedAzure azure, WireRecorder wire, CapturedLog log) => new()
    {
        DataFolder = folder,
        FunctionsAssembly = Assembly.Load("Orchestrator.Functions"),
        Time = clock,
        Randomness = new SeededRandomness(options.Seed + 2),
        Dispatcher = dispatcher,
        ReplayAfterEveryStep = options.ReplayAfterEveryStep,
        Settings = new Dictionary<string, string?>(options.Settings, StringComparer.Ordinal)
        {
            ["OrchestratorDriftSchedule"] = options.DriftSchedule,
            ["Orchestrator__Azure__Credential"] = options.SignIn ? null : "simulated",
        },
        ConfigureServices = services =>
        {
            services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(options.Log ? LogLevel.Trace : LogLevel.Information));
            services.AddSingleton<IDocumentStore>(new InterleavedDocumentStore(new FolderDocumentStore(Path.Combine(folder, "state"), new SeededRandomness(options.Seed + 3)), dispatcher));
            services.AddSingleton<HttpPipelineTransport>(new HttpClientTransport(wire));
            if (options.Issuer is { } issuer)
            {
                services.AddSingleton(issuer);
            }

            if (options.GitOps is { } transport)
            {
                services.AddSingleton(transport);
            }

            services.AddSingleton<IKubernetesTransport>(new InProcessKubernetes(azure));
        },
    };

    private static async Task<T> PumpAsync<T>(DeterministicDispatcher dispatcher, Task<T> task)
    {
        dispatcher.Post(() => task);
        await dispatcher.RunUntilIdleAsync();
        return await task;
    }

    private static string Describe(OperationStatus status) =>
        $"{status.Id} {status.State} ({status.Phase}) {status.Error}\n{string.Join('\n', status.Resources.Select(static r => $"  {r.Key} {r.Verb} {r.State} {r.Detail} {r.Error?.Code}"))}";
}
