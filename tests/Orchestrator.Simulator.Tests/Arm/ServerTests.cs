using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>The same over sockets and TLS.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulated-azure").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Https_AnswersUnderACertificateOfItsAuthority()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await using var server = await SimulatorServer.StartAsync(bed.Azure, new SimulatorServerOptions { DataFolder = _folder });
        using var client = Trusting(server);
        using var created = await client.PutAsJsonAsync(new Uri($"{AzureTestBed.Network}/virtualNetworks/vnet?api-version=2024-03-01", UriKind.Relative), ArmBodies.Network());
        Assert.Equal(201, (int)created.StatusCode);
        var operation = new Uri(created.Headers.GetValues("Azure-AsyncOperation").Single());
        Assert.Equal(server.ArmEndpoint.Authority, operation.Authority);
        await bed.SettleAsync();
        Assert.Equal("Succeeded", (await client.GetFromJsonAsync<JsonNode>(operation))!["status"]!.ToString());
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{AzureTestBed.Group}?api-version=2024-07-01"));
        Assert.Equal(204, (int)head.StatusCode);
    }

    [Fact]
    public async Task Certificate_StaysFromOneStartToTheNext()
    {
        await using var bed = await AzureTestBed.StartAsync();
        string authority;
        await using (var first = await SimulatorServer.StartAsync(bed.Azure, new SimulatorServerOptions { DataFolder = _folder }))
        {
            authority = first.CertificateAuthorityPem;
        }

        await using var second = await SimulatorServer.StartAsync(bed.Azure, new SimulatorServerOptions { DataFolder = _folder });
        Assert.Equal(authority, second.CertificateAuthorityPem);
        using var client = Trusting(second);
        using var answer = await client.GetAsync(new Uri($"{AzureTestBed.Group}?api-version=2024-07-01", UriKind.Relative));
        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static HttpClient Trusting(SimulatorServer server)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(server.CertificateAuthorityPem));
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = server.ArmEndpoint };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        return client;
    }
}
