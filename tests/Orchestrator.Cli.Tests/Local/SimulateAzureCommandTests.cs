using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Cli.Tests.Local;

/// <summary>Simulated Azure as another program sees it: addresses from the output, sockets, TLS, a token of its tenant.</summary>
public sealed partial class SimulateAzureCommandTests : IDisposable
{
    private const string ClientId = "77777777-7777-7777-7777-777777777777";
    private readonly string _folder = Directory.CreateTempSubdirectory("orc-simulate-").FullName;

    [Fact]
    public async Task SimulateAzure_WithTokensRequired_AnswersWhoSignedInAndNobodyElse()
    {
        var output = new AwaitedWriter("Ctrl-C stops it");
        using var error = new StringWriter();
        using var stop = new CancellationTokenSource();
        var running = CommandLineApplication.RunAsync(
            ["simulate", "azure", "--port", "0", "--require-tokens", "--application", $"{ClientId}=s3cret", "--seed", "1"], Services(output, error), stop.Token);
        Assert.True(await Task.WhenAny(running, output.Seen) == output.Seen, error.ToString());
        var arm = new Uri(Address().Match(output.ToString()).Groups["url"].Value);
        using var client = Trusting(await File.ReadAllTextAsync(Path.Combine(_folder, ".orc", "azure-ca.pem")));

        var token = await TokenAsync(client, arm, "s3cret");
        Assert.Equal(HttpStatusCode.OK, await ListGroupsAsync(client, arm, token!));
        Assert.Equal(HttpStatusCode.Unauthorized, await ListGroupsAsync(client, arm, "any"));
        Assert.Null(await TokenAsync(client, arm, "wrong"));

        await stop.CancelAsync();
        Assert.Equal(ExitCodes.Success, await running);
    }

    [Theory]
    [InlineData("--application", "no-guid=secret", "An application is a client id")]
    [InlineData("--port", "65533", "65533")]
    [InlineData("--faults", "0.5", "from 0 to 0.1")]
    public async Task SimulateAzure_WithABadOption_SaysWhatToWrite(string option, string value, string hint)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.NotEqual(ExitCodes.Success, await CommandLineApplication.RunAsync(["simulate", "azure", option, value], Services(output, error)));
        Assert.Contains(hint, error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, ".orc")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string?> TokenAsync(HttpClient client, Uri arm, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials", ["client_id"] = ClientId, ["client_secret"] = secret, ["scope"] = "https://management.azure.com/.default",
        });
        using var answer = await client.PostAsync(new Uri(arm, "/common/oauth2/v2.0/token"), form);
        return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"];
    }

    private static async Task<HttpStatusCode> ListGroupsAsync(HttpClient client, Uri arm, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(arm, "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups?api-version=2024-07-01"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static HttpClient Trusting(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority));
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } });
    }

    private CommandServices Services(TextWriter output, TextWriter error) => new()
    {
        Output = CommandRunner.PlainConsole(output),
        Error = CommandRunner.PlainConsole(error),
        Input = TextReader.Null,
        Time = SystemTime.Provider,
        GetVariable = static _ => null,
        WorkingFolder = _folder,
        CreateHandler = static () => new SocketsHttpHandler(),
    };

    [GeneratedRegex("Resource Manager +(?<url>https://\\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
