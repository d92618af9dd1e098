using System.Net;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Activities.GitOps;
using Orchestrator.Contracts.Errors;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Activities.Tests.GitOps;

public sealed class ManifestDownloadTests
{
    private static readonly string Digest = Sha256("content");

    [Fact]
    public async Task Get_FromAnAllowedHost_GivesTheBytes() =>
        Assert.Equal("content", Encoding.UTF8.GetString(await GetAsync("https://blobs.example.com/m", Digest, Answer("content"))));

    [Theory]
    [InlineData("http://blobs.example.com/m")]
    [InlineData("https://user:secret@blobs.example.com/m")]
    [InlineData("https://other.example.com/m?sig=secret")]
    [InlineData("https://blobs.example.com.evil.example/m")]
    [InlineData("https://blobs.example.com:8443/m")]
    [InlineData("https://169.254.169.254/metadata")]
    [InlineData("file:///etc/passwd")]
    [InlineData("m")]
    public async Task Get_FromAnywhereElse_IsRefusedWithoutARequest(string address)
    {
        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => GetAsync(address, Digest, static () => throw new InvalidOperationException("a request")));

        Assert.Equal("ORC0121", refused.Error.Code);
        Assert.DoesNotContain("secret", refused.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Get_AnswerThatWillNotChange_IsRefused(HttpStatusCode status)
    {
        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => GetAsync("https://blobs.example.com/m?sig=secret", Digest, () => new HttpResponseMessage(status)));

        Assert.Contains($"{(int)status}", refused.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public Task Get_AnswerThatMayChange_IsToBeRepeated(HttpStatusCode status) =>
        Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("https://blobs.example.com/m", Digest, () => new HttpResponseMessage(status)));

    [Fact]
    public async Task Get_OtherBytesThanTheDigestSays_IsRefused() =>
        Assert.Equal("ORC0121", (await Assert.ThrowsAsync<OrchestratorException>(() => GetAsync("https://blobs.example.com/m", Digest, Answer("other")))).Error.Code);

    [Fact]
    public async Task Get_TooMuch_IsRefused()
    {
        var large = new string('x', (4 * 1024 * 1024) + 1);

        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => GetAsync("https://blobs.example.com/m", Sha256(large), Answer(large)));

        Assert.Contains("larger", refused.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OverTheRealTransport_NeverConnectsToThisMachine()
    {
        var download = new ManifestDownload(new GitOpsOptions { ManifestHosts = ["localhost"] }, GitOpsTransport.Create(new GitOpsOptions()), SystemTime.Provider);

        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => download.GetAsync("https://localhost/m", Digest, default));

        Assert.Contains("not public", refused.Error.Message, StringComparison.Ordinal);
    }

    private static Func<HttpResponseMessage> Answer(string content) => () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(content) };

    private static string Sha256(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static async Task<byte[]> GetAsync(string address, string sha256, Func<HttpResponseMessage> answer)
    {
        using var invoker = new HttpMessageInvoker(new Answering(answer));
        return await new ManifestDownload(new GitOpsOptions { ManifestHosts = ["Blobs.example.com"] }, new GitOpsTransport { Manifests = invoker, Webhook = invoker }, SystemTime.Provider)
            .GetAsync(address, sha256, default);
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
