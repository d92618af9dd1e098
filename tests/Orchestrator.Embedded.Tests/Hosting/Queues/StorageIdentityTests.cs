using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Embedded.Hosting;
using Orchestrator.Embedded.Hosting.Queues;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>
/// Which account and which credential an identity-based connection means. Signing in needs Azure: Azurite takes tokens over HTTPS only, from a certificate
/// that every client would have to trust.
/// </summary>
public sealed class StorageIdentityTests
{
    private const string Https = "https://jobs.queue.core.windows.net/";

    public static TheoryData<string, string, Type> Connections => new()
    {
        { $"Jobs:queueServiceUri={Https}", Https, typeof(DefaultAzureCredential) },
        { $"Jobs:serviceUri={Https}", Https, typeof(DefaultAzureCredential) },
        { "Jobs:accountName=jobs", Https, typeof(DefaultAzureCredential) },
        { $"Jobs:accountName=other Jobs:queueServiceUri={Https}", Https, typeof(DefaultAzureCredential) },
        { $"AzureWebJobsJobs:queueServiceUri={Https}", Https, typeof(DefaultAzureCredential) },
        { $"AzureWebJobsJobs:queueServiceUri={Https} Jobs:accountName=other", Https, typeof(DefaultAzureCredential) },
        { "Jobs:accountName=jobs Jobs:clientId=c Jobs:tenantId=t", Https, typeof(DefaultAzureCredential) },
        { "Jobs:accountName=jobs Jobs:credential=managedidentity", Https, typeof(ManagedIdentityCredential) },
        { "Jobs:accountName=jobs Jobs:credential=ManagedIdentity Jobs:clientId=c", Https, typeof(ManagedIdentityCredential) },
        {
            "Jobs:accountName=jobs Jobs:credential=managedidentity Jobs:managedIdentityResourceId=/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i",
            Https,
            typeof(ManagedIdentityCredential)
        },
        { "Jobs:accountName=jobs Jobs:credential=workloadidentity Jobs:clientId=c", Https, typeof(WorkloadIdentityCredential) },
        { "Jobs:accountName=jobs Jobs:tenantId=t Jobs:clientId=c Jobs:clientSecret=s", Https, typeof(ClientSecretCredential) },
    };

    [Theory]
    [MemberData(nameof(Connections))]
    public void Connection_WithAnIdentity_IsThatAccountAndCredential(string settings, string address, Type credential)
    {
        var configuration = Configuration(settings);
        var service = new StorageQueues(configuration, new QueueSettings(), NullLogger<StorageQueues>.Instance).Service("Jobs")!(new QueueClientOptions());
        var section = configuration.GetSection(settings.StartsWith("Azure", StringComparison.Ordinal) ? "AzureWebJobsJobs" : "Jobs");

        Assert.Equal(address, service.Uri.AbsoluteUri);
        Assert.IsType(credential, StorageIdentity.Read(section).Build());
    }

    [Fact]
    public void Connection_WithClientIdOfAManagedIdentity_KeepsIt()
    {
        var identity = StorageIdentity.Read(Configuration("Jobs:credential=managedidentity Jobs:clientId=c").GetSection("Jobs"));

        Assert.Equal(new StorageIdentity("managedidentity", null, "c", null, null), identity);
    }

    [Theory]
    [InlineData("Jobs__queueServiceUri=http://jobs.queue.core.windows.net", "Jobs:queueServiceUri is no https address")]
    [InlineData("Jobs__serviceUri=jobs", "Jobs:serviceUri is no https address")]
    [InlineData("Jobs__accountName=jobs Jobs__credential=password", "Jobs:credential is 'password', which is not managedidentity or workloadidentity")]
    [InlineData("Jobs__accountName=jobs Jobs__clientSecret=s Jobs__clientId=c", "Jobs:clientSecret needs Jobs:tenantId and Jobs:clientId")]
    [InlineData("Jobs__accountName=jobs Jobs__certificate=thumb", "Jobs:certificate is not served here")]
    [InlineData("Jobs__accountName=jobs Jobs__clientId=c Jobs__managedIdentityResourceId=r", "Jobs has both clientId and managedIdentityResourceId")]
    public async Task Connection_WithoutAUsableIdentity_StopsTheStart(string settings, string message)
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing));
        foreach (var (name, value) in Pairs(settings))
        {
            app.Settings[name] = value;
        }

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(app.StartAsync);

        Assert.Contains("(function 'OnFailing')", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Configuration(string settings) => new ConfigurationBuilder().AddInMemoryCollection(Pairs(settings)).Build();

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(string settings) =>
        settings.Split(' ').Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));
}
