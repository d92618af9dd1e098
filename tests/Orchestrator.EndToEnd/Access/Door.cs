using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Tests.Access;

namespace Orchestrator.EndToEnd.Access;

/// <summary>The app with an issuer of tokens.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly TestIssuer _issuer;

    private Door(ClusterHarness harness, TestIssuer issuer, string folder) => (Harness, _issuer, Folder) = (harness, issuer, folder);

    public ClusterHarness Harness { get; }

    public string Folder { get; }

    public static async Task<Door> OpenAsync(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("orc-door-").FullName;
        var issuer = new TestIssuer(new Orchestrator.Determinism.Time.VirtualClock(ClusterHarness.Start));
        var all = TestIssuer.Settings("__");
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var harness = await ClusterHarness.StartAsync(new HarnessOptions { DataFolder = folder, Settings = all, Issuer = issuer.Transport, Log = true });
        return new Door(harness, issuer, folder);
    }

    public string Token(Role role, string? @namespace = null)
    {
        var claims = role == Role.None ? _issuer.Claims() : _issuer.Claims(role.ToString());
        if (@namespace is not null)
        {
            claims["namespaces"] = new JsonArray(@namespace);
        }

        return _issuer.Issue(claims);
    }

    public Task<HttpResponseMessage> ApplyAsync(ApplyRequest manifest, string token) =>
        SendAsync(HttpMethod.Post, "/api/apply", token, JsonContent.Create(manifest, new(ApplyRequest.MediaType), ContractJson.Options));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, HttpContent? content = null) =>
        Harness.SendAsync(method, path, content, token is null ? null : new AuthenticationHeaderValue("Bearer", token));

    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        _issuer.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
