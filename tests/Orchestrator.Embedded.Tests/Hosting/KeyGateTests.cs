using System.Net;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Tests.Hosting;

/// <summary>What the host refuses itself leaves a line, and every answer that it makes carries what host.json says.</summary>
public sealed class KeyGateTests
{
    private const string HostJson =
        """{"version":"2.0","extensions":{"http":{"customHeaders":{"X-Content-Type-Options":"nosniff","Content-Security-Policy":"default-src 'none'","Cache-Control":"no-store"}}}}""";

    public static TheoryData<string, string, bool> Calls
    {
        get
        {
            var calls = new TheoryData<string, string, bool>();
            foreach (var (method, path) in new[]
            {
                ("GET", "/api/Keyed"),
                ("POST", "/runtime/webhooks/eventgrid?functionName=any"),
                ("GET", "/runtime/webhooks/durabletask/instances"),
                ("POST", "/runtime/webhooks/durabletask/instances/a%0Ab/terminate"),
                ("GET", "/runtime/webhooks/durabletask/no/such/route"),
                ("POST", "/admin/functions/any"),
            })
            {
                calls.Add(method, path, false);
                calls.Add(method, path, true);
            }

            return calls;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_WithoutItsKey_LeavesOneWarningThatNamesItAndNoKey(string method, string path, bool hasKey)
    {
        await using var sample = await SampleHost.StartAsync();
        var asked = hasKey ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}code=hunter2" : path;

        var (status, _, _) = await sample.SendAsync(method, asked);

        Assert.Equal(401, status);
        var line = Assert.Single(sample.Logs.Entries, static entry => entry.Level == LogLevel.Warning && entry.Message.StartsWith("Refused ", StringComparison.Ordinal)).Message;
        var shown = path.Split('?')[0].Replace("%0A", "", StringComparison.Ordinal);
        Assert.Equal($"Refused {method} {shown} to 127.0.0.1: {(hasKey ? "its key does not open this" : "it has no key")}", line);
        Assert.DoesNotContain(sample.Logs.Entries, static entry => entry.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_WithItsKey_LeavesNone()
    {
        await using var sample = await SampleHost.StartAsync();

        Assert.Equal(200, (await sample.SendAsync("GET", $"/api/Keyed?code={sample.Host.HostKey}")).Status);
        Assert.DoesNotContain(sample.Logs.Entries, static entry => entry.Message.StartsWith("Refused ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/api/greet/Ada", 200)]
    [InlineData("GET", "/api/Keyed", 401)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances", 401)]
    [InlineData("POST", "/admin/functions/any", 401)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/admin/host/status", 405)]
    [InlineData("GET", "/api/Fails", 500)]
    [InlineData("GET", "/admin/host/status", 200)]
    public async Task Answer_OfAnyKind_CarriesTheHeadersOfHostJson(string method, string path, int expected)
    {
        using var file = new TemporaryFile(HostJson);
        await using var sample = await SampleHost.StartAsync(o => o with { HostJsonPath = file.Path });

        var (status, body, response) = await sample.SendAsync(method, path);

        Assert.Equal(expected, status);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_TooLongForTheHost_Is413WhateverItsHeadersSay(bool saysLength)
    {
        await using var sample = await SampleHost.StartAsync(o => o with { Url = new Uri("http://127.0.0.1:0") });
        using var client = new HttpClient { BaseAddress = sample.Host.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/runtime/webhooks/durabletask/orchestrators/Shop?code={sample.Host.SystemKey}");
        request.Content = new StringContent(new string(' ', (4 * 1024 * 1024) + 1));
        request.Headers.TransferEncodingChunked = !saysLength;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
