using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.EndToEnd;

/// <summary>What somebody called mallory does in Azure, past the Orchestrator. No time passes.</summary>
internal static class Portal
{
    public static Task ChangeAsync(ClusterHarness harness, string id, Action<JsonObject> change, string apiVersion = "2024-07-01")
    {
        var body = harness.Azure.Resources.Get(id) ?? throw new InvalidOperationException($"{id} is not there");
        change(body);
        return SendAsync(harness, HttpMethod.Put, id, body, apiVersion);
    }

    public static async Task SendAsync(ClusterHarness harness, HttpMethod method, string id, JsonObject? body = null, string apiVersion = "2024-07-01")
    {
        using var client = new HttpClient(harness.Azure.CreateArmHandler());
        using var request = new HttpRequestMessage(method, $"https://management.azure.com{id}?api-version={apiVersion}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "mallory");
        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
