using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Activities.Tests.Azure;

/// <summary>A connection whose other side is a function of the test.</summary>
internal sealed class WireTestBed : IAsyncDisposable
{
    public const string Vm = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm";
    public const string Network = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-wire-").FullName;
    private readonly ServiceProvider _services;

    public WireTestBed(Func<HttpRequestMessage, HttpResponseMessage> answer, string? endpoint = "https://management.azure.com")
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Orchestrator:State:Folder"] = _folder,
            ["Orchestrator:Azure:ManagementEndpoint"] = endpoint,
            ["Orchestrator:Azure:Credential"] = "simulated",
        }).Build();
        _services = new ServiceCollection()
            .AddSingleton<Randomness>(new SeededRandomness(1))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(new Answers(this, answer)))
            .AddAzureActivities(configuration)
            .BuildServiceProvider();
    }

    public VirtualClock Clock { get; } = new(Start);

    public List<HttpRequestMessage> Requests { get; } = [];

    public Task<ArmConnection> ConnectAsync(string environment = "AzurePublicCloud") =>
        Get<IArmConnections>().ForAsync(Specs.Sample() with { Environment = environment }, default);

    public async Task<ArmResponse> GetAsync(string id = Vm) => await (await ConnectAsync()).GetAsync(id, "default.c1.1", default);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static HttpResponseMessage Answer(int status, string body = "{}", params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        }

        return response;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Answers(WireTestBed bed, Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bed.Requests.Add(request);
            return Task.FromResult(answer(request));
        }
    }
}
