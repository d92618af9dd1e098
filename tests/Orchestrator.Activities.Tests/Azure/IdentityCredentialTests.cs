using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator;
using Orchestrator.Simulator.Identity;

namespace Orchestrator.Activities.Tests.Azure;

/// <summary>Every kind of identity signs in at the tenant of a simulated Azure that takes its tokens only.</summary>
public sealed class IdentityCredentialTests : IAsyncLifetime
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string Group = $"/subscriptions/{Specs.Subscription}/resourceGroups/capz-ci";
    private const string Identity = $"{Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cloud-provider-user-identity";
    private const string Issuer = "https://issuer.example/";
    private readonly string _folder = Directory.CreateTempSubdirectory("orc-identities-").FullName;
    // Ahead of the machine's clock, by which Azure.Identity judges the end of a managed identity's token.
    private readonly VirtualClock _clock = new(new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RSA _issuerKey = RSA.Create(2048);
    private SimulatedAzure _azure = null!;
    private string _certificate = null!;

    public async ValueTask InitializeAsync()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=orchestrator", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(_clock.GetUtcNow().AddYears(-1), _clock.GetUtcNow().AddYears(40));
        _certificate = certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
        _azure = await SimulatedAzure.StartAsync(new SimulatorOptions
        {
            Time = _clock,
            Randomness = new SeededRandomness(1),
            Dispatcher = new DeterministicDispatcher(),
            TenantId = Tenant,
            SeedIdentities = [Identity],
            RequireTokens = true,
            TrustedIssuers = new Dictionary<string, string>(StringComparer.Ordinal) { [Issuer] = _issuerKey.ExportSubjectPublicKeyInfoPem() },
            Applications =
            [
                Application.Standard with
                {
                    CertificatePem = certificate.ExportCertificatePem(),
                    FederatedCredentials = [new FederatedCredential(Issuer, "system:serviceaccount:capz:capz-manager", "api://AzureADTokenExchange")],
                },
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _azure.DisposeAsync();
        _issuerKey.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(IdentityType.ServicePrincipal)]
    [InlineData(IdentityType.ManualServicePrincipal)]
    [InlineData(IdentityType.ServicePrincipalCertificate)]
    [InlineData(IdentityType.WorkloadIdentity)]
    [InlineData(IdentityType.UserAssignedMSI)]
    [InlineData(IdentityType.None)]
    public async Task Identity_WithWhatItNeeds_SignsIn(IdentityType type)
    {
        var (spec, settings) = await PrepareAsync(type);
        await using var services = Build(settings);

        var answer = await ReadAsync(services, spec);

        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Error}");
    }

    [Fact]
    public async Task Identity_WithAWrongSecret_IsUnauthenticatedAndTheSecretIsNotTold()
    {
        var (spec, settings) = await PrepareAsync(IdentityType.ServicePrincipal);
        settings["Orchestrator:Azure:Secrets:default:sp:clientSecret"] = "wrong-secret-value";
        await using var services = Build(settings);

        var answer = await ReadAsync(services, spec);

        Assert.Equal(ErrorCatalog.Unauthenticated.Code, answer.Error?.Code);
        Assert.Contains("AADSTS7000215", answer.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret-value", answer.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ThatExpiresBeforeTheClientThinksSo_IsRenewedWithTheNextRequest()
    {
        var (spec, settings) = await PrepareAsync(IdentityType.ServicePrincipal);
        await using var services = Build(settings);
        Assert.Equal(200, (await ReadAsync(services, spec)).Status);
        _clock.Advance(TimeSpan.FromHours(2));

        var expired = await ReadAsync(services, spec);
        var renewed = await ReadAsync(services, spec);

        Assert.Equal((401, "ExpiredAuthenticationToken", ErrorCatalog.AzureUnavailable.Code), (expired.Status, expired.Error?.AzureCode, expired.Error?.Code));
        Assert.Equal(200, renewed.Status);
    }

    [Theory]
    [InlineData("applied")]
    [InlineData("file")]
    [InlineData("configuration")]
    public async Task Secret_FromAnySource_IsFoundUnderItsNamespace(string source)
    {
        var (spec, settings) = await PrepareAsync(IdentityType.ServicePrincipal);
        settings.Remove("Orchestrator:Azure:Secrets:default:sp:clientSecret");
        spec = spec with { Identity = spec.Identity with { SecretNamespace = "platform" } };
        const string manifest = "apiVersion: v1\nkind: Secret\nmetadata: {name: sp, namespace: platform}\nstringData: {clientSecret: simulated-secret}\n";
        if (source is "file")
        {
            settings["Orchestrator:Secrets:File"] = Path.Combine(_folder, "secrets.yaml");
            await File.WriteAllTextAsync(settings["Orchestrator:Secrets:File"]!, manifest);
        }
        else if (source is "configuration")
        {
            settings["Orchestrator:Azure:Secrets:platform:sp:clientSecret"] = "simulated-secret";
        }

        await using var services = Build(settings);
        if (source is "applied")
        {
            await services.GetRequiredService<ISecretStore>().SetAsync(new ClusterKey("platform", "sp"), "clientSecret", "simulated-secret", default);
        }

        Assert.Equal(200, (await ReadAsync(services, spec)).Status);
    }

    [Fact]
    public async Task SecretsFile_ThatIsNotYaml_IsRefusedWithoutQuotingIt()
    {
        var (spec, settings) = await PrepareAsync(IdentityType.ServicePrincipal);
        settings.Remove("Orchestrator:Azure:Secrets:default:sp:clientSecret");
        settings["Orchestrator:Secrets:File"] = Path.Combine(_folder, "secrets.yaml");
        await File.WriteAllTextAsync(settings["Orchestrator:Secrets:File"]!, "kind: Secret\nstringData: {clientSecret: [simulated-secret\n");
        await using var services = Build(settings);

        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => ReadAsync(services, spec));

        Assert.Contains("secrets.yaml", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated-secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManagedServicePrincipal_RegisteredByHalf_SaysWhichSettingsBelongTogether()
    {
        var (spec, settings) = await PrepareAsync(IdentityType.None);
        settings.Remove($"Orchestrator:Azure:ManagedServicePrincipals:{Tenant}:ClientSecret");
        await using var services = Build(settings);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(services, spec));

        Assert.Contains($"{Tenant}:ClientSecret", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<ArmResponse> ReadAsync(ServiceProvider services, ClusterSpec spec)
    {
        var arm = await services.GetRequiredService<IArmConnections>().ForAsync(spec, default);
        return await arm.GetAsync(Group, "test", default);
    }

    private async Task<(ClusterSpec Spec, Dictionary<string, string?> Settings)> PrepareAsync(IdentityType type)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Orchestrator:State:Folder"] = Path.Combine(_folder, "state") };
        var identity = new IdentitySpec { Name = "id", Namespace = "default", Type = type, TenantId = Tenant, ClientId = Application.Standard.ClientId, SecretName = "sp" };
        switch (type)
        {
            case IdentityType.ServicePrincipalCertificate:
                settings["Orchestrator:Azure:Secrets:default:sp:certificate"] = _certificate;
                break;
            case IdentityType.WorkloadIdentity:
                settings["Orchestrator:Azure:FederatedTokenFile"] = Path.Combine(_folder, "token");
                await File.WriteAllTextAsync(settings["Orchestrator:Azure:FederatedTokenFile"]!, FederatedToken());
                break;
            case IdentityType.UserAssignedMSI:
                identity = identity with { ClientId = _azure.Resources.Get(Identity)!["properties"]!["clientId"]!.ToString() };
                break;
            case IdentityType.None:
                identity = identity with { ClientId = null };
                settings[$"Orchestrator:Azure:ManagedServicePrincipals:{Tenant}:ClientId"] = Application.Standard.ClientId;
                settings[$"Orchestrator:Azure:ManagedServicePrincipals:{Tenant}:ClientSecret"] = Application.Standard.ClientSecret;
                break;
            default:
                settings["Orchestrator:Azure:Secrets:default:sp:clientSecret"] = Application.Standard.ClientSecret;
                break;
        }

        return (Specs.Sample() with { Identity = identity }, settings);
    }

    private string FederatedToken()
    {
        var claims = new JsonObject { ["iss"] = Issuer, ["sub"] = "system:serviceaccount:capz:capz-manager", ["aud"] = "api://AzureADTokenExchange" };
        var signed = $"{Encode("""{"alg":"RS256"}""")}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(_issuerKey.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";

        static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private ServiceProvider Build(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<Randomness>(new SeededRandomness(1))
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(_azure.CreateArmHandler()))
        .AddAzureActivities(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider();
}
