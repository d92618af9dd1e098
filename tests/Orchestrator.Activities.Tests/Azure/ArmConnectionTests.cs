using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator;

namespace Orchestrator.Activities.Tests.Azure;

public sealed class ArmConnectionTests
{
    [Fact]
    public async Task Send_LoopbackEndpointWithItsOwnAuthority_IsTrustedOnlyWithThatAuthority()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await using var server = await SimulatorServer.StartAsync(bed.Azure, new SimulatorServerOptions());
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var authority = Path.Combine(folder.FullName, "ca.pem");
            await File.WriteAllTextAsync(authority, server.CertificateAuthorityPem);
            var id = bed.Spec.ControlPlane.Machine.UserAssignedIdentities[0];

            var read = await GetAsync(bed.Spec, folder.FullName, server.ArmEndpoint, authority, id);
            var refused = await GetAsync(bed.Spec, folder.FullName, server.ArmEndpoint, authority: null, id);

            Assert.Equal(200, read.Status);
            Assert.Equal((0, ErrorCatalog.AzureUnavailable.Code), (refused.Status, refused.Error?.Code));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task List_ManyPages_GivesAllOfThem()
    {
        var pages = new PagedHandler();
        await using var services = Build(Directory.CreateTempSubdirectory().FullName, new Uri("https://management.azure.com"), null, "simulated", pages);
        var arm = await services.GetRequiredService<IArmConnections>().ForAsync(Specs.Sample(), default);

        var (items, error) = await arm.ListAsync("/subscriptions/s/resourceGroups/g", ArmTypes.PublicIPAddress, "default.c1.1", default);

        Assert.Null(error);
        Assert.Equal(["a", "b", "c"], items.Select(static i => (string?)i["name"]));
        Assert.All(pages.Requests, static r => Assert.Equal(OperationGuid.Of("default.c1.1").ToString(), r.Headers.GetValues("x-ms-correlation-request-id").Single()));
        Assert.Equal(3, pages.Requests.Select(static r => r.Headers.GetValues("x-ms-client-request-id").Single()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task For_IdentityWithoutItsSecret_SaysWhichIsMissing()
    {
        var spec = Specs.Sample();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var identity = spec.Identity with { Type = IdentityType.ServicePrincipal, SecretName = "sp-secret" };
            await using var services = Build(folder.FullName, new Uri("https://localhost"), authority: null, credential: "default");
            var error = await Assert.ThrowsAsync<OrchestratorException>(() =>
                services.GetRequiredService<IArmConnections>().ForAsync(spec with { Identity = identity }, default));

            Assert.Equal(ErrorCatalog.Unauthenticated.Code, error.Error.Code);
            Assert.Contains("sp-secret", error.Error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("/subscriptions/s/resourceGroups/g", "Microsoft.Resources/resourceGroups", null)]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v", "Microsoft.Network/virtualNetworks", null)]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n", "Microsoft.Network/virtualNetworks/subnets", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v")]
    [InlineData("/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/1", "Microsoft.Authorization/roleAssignments", null)]
    public void ResourceId_SaysTypeAndParent(string id, string type, string? parent)
    {
        Assert.Equal((type, parent), (ResourceId.TypeOf(id), ResourceId.ParentOf(id)));
        Assert.NotEmpty(ArmTypes.ApiVersionOf(type));
    }

    private static async Task<ArmResponse> GetAsync(ClusterSpec spec, string folder, Uri endpoint, string? authority, string id)
    {
        await using var services = Build(folder, endpoint, authority, "simulated");
        var arm = await services.GetRequiredService<IArmConnections>().ForAsync(spec, default);
        return await arm.GetAsync(id, "test", default);
    }

    private static ServiceProvider Build(string folder, Uri endpoint, string? authority, string credential, HttpMessageHandler? transport = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Orchestrator:State:Folder"] = Path.Combine(folder, "state"),
            ["Orchestrator:Azure:ManagementEndpoint"] = endpoint.ToString(),
            ["Orchestrator:Azure:CertificateAuthorityPem"] = authority,
            ["Orchestrator:Azure:Credential"] = credential,
        }).Build();
        var services = new ServiceCollection().AddSingleton<Randomness>(new SeededRandomness(1)).AddSingleton<TimeProvider>(new VirtualClock(WireTestBed.Start));
        if (transport is not null)
        {
            services.AddSingleton<HttpPipelineTransport>(new HttpClientTransport(transport));
        }

        return services.AddAzureActivities(configuration).BuildServiceProvider();
    }

    /// <summary>Three pages, each with the address of the next.</summary>
    private sealed class PagedHandler : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            var page = Requests.Count;
            var next = page < 3 ? $",\"nextLink\":\"https://management.azure.com{request.RequestUri!.AbsolutePath}?page={page}\"" : "";
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent($"{{\"value\":[{{\"name\":\"{(char)('a' + page - 1)}\"}}]{next}}}") });
        }
    }
}
