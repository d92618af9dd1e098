using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What a client does with the kubeconfig of an AKS cluster.</summary>
internal static partial class AksKubeconfig
{
    public static async Task<string> ReadAsync(AzureTestBed bed, string cluster, string action = "listClusterAdminCredential", string query = "")
    {
        var answer = await bed.SendAsync("POST", $"{cluster}/{action}{query}");
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Body}");
        return Encoding.UTF8.GetString(Convert.FromBase64String(answer.Body!["kubeconfigs"]![0]!["value"]!.ToString()));
    }

    /// <summary>Speaks to the API server that the kubeconfig names, with its token.</summary>
    public static async Task<HttpClient> ConnectAsync(AzureTestBed bed, string cluster)
    {
        var text = await ReadAsync(bed, cluster);
        var client = new HttpClient(bed.Azure.CreateKubernetesHandler()) { BaseAddress = new Uri(Server().Match(text).Groups[1].Value) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token().Match(text).Groups[1].Value);
        return client;
    }

    public static async Task<IReadOnlyList<JsonNode>> ListAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. JsonNode.Parse(text)!["items"]!.AsArray().Select(static item => item!)];
    }

    [GeneratedRegex("server: (.*)")]
    private static partial Regex Server();

    [GeneratedRegex("token: (.*)")]
    private static partial Regex Token();
}
