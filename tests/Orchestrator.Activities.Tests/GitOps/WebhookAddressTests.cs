using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.GitOps;

namespace Orchestrator.Activities.Tests.GitOps;

/// <summary>The webhook of outcomes leads to the internet, unless who configures the app says otherwise.</summary>
public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("https://hooks.example.com/a?key=b", null, true)]
    [InlineData("http://hooks.example.com/a", null, false)]
    [InlineData("http://hooks.example.com/a", "true", false)]
    [InlineData("http://127.0.0.1:8080/a", null, false)]
    [InlineData("http://127.0.0.1:8080/a", "true", true)]
    [InlineData("ftp://hooks.example.com", null, false)]
    public void Webhook_NotHttps_IsRefusedAtTheStart(string address, string? mayBePrivate, bool isTaken)
    {
        foreach (var (setting, read) in new (string, Action<IConfiguration>)[] { ("GitOps", static c => GitOpsOptions.From(c)), ("Drift", static c => DriftOptions.From(c)) })
        {
            var configuration = new ConfigurationManager { [$"Orchestrator:{setting}:Webhook"] = address, ["Orchestrator:GitOps:WebhookMayBePrivate"] = mayBePrivate };

            var refused = Record.Exception(() => read(configuration));

            Assert.Equal((setting, isTaken ? null : typeof(InvalidOperationException)), (setting, refused?.GetType()));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Webhook_OfThisMachine_IsNotConnectedToUnlessItMayBePrivate(bool mayBePrivate)
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var transport = GitOpsTransport.Create(new GitOpsOptions { WebhookMayBePrivate = mayBePrivate });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://localhost:{port}/");

        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => transport.Webhook.SendAsync(request, TestContext.Current.CancellationToken));

        // Nobody listens there: who tries to connect hears of that.
        Assert.Equal(mayBePrivate ? typeof(SocketException) : typeof(AddressNotPublicException), failed.InnerException?.GetType());
    }
}
