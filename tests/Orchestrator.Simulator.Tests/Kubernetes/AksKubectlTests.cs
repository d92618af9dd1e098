using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Tests.Arm;

namespace Orchestrator.Simulator.Tests.Kubernetes;

/// <summary>The real kubectl with the kubeconfig that AKS hands out.</summary>
public sealed class AksKubectlTests
{
    private const string Cluster = $"{AzureTestBed.Group}/providers/Microsoft.ContainerService/managedClusters/aks";

    [Fact]
    public async Task Kubectl_SeesDrainsAndScales_TheNodesOfAks()
    {
        if (!KubectlProcess.IsInstalled)
        {
            Assert.Skip("kubectl is not installed");
        }

        // Certificates are checked by kubectl against the machine's clock.
        var clock = new VirtualClock(SystemTime.Provider.GetUtcNow());
        var folder = Directory.CreateTempSubdirectory("orc-aks-kubectl");
        await using var azure = await SimulatedAzure.StartAsync(new SimulatorOptions
        {
            Time = clock, Dispatcher = new ThreadPoolDispatcher(clock), Randomness = new SeededRandomness(5), Machines = new MachineOptions { Workload = new SampleWorkload("web", 2, MinAvailable: "1") },
        });
        await using var server = await SimulatorServer.StartAsync(azure, new SimulatorServerOptions());
        using var client = new HttpClient(azure.CreateArmHandler()) { BaseAddress = new Uri("https://management.azure.com") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        try
        {
            using (new ClockPacer(clock, double.PositiveInfinity))
            {
                await CreateAsync(client, folder.FullName);
            }

            using var pacer = new ClockPacer(clock, 100);
            await RunAllAsync(new KubectlProcess(folder.FullName) { Proxy = server.KubernetesProxy });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CreateAsync(HttpClient client, string folder)
    {
        await PutAsync(client, AzureTestBed.Group, ArmBodies.Located());
        await PutAsync(client, Cluster, AksBodies.Cluster(count: 2));
        while (JsonNode.Parse(await client.GetStringAsync(new Uri($"{Cluster}?api-version=2024-09-01", UriKind.Relative)))!["properties"]!["provisioningState"]!.ToString() != "Succeeded")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), SystemTime.Provider);
        }

        using var answer = await client.PostAsync(new Uri($"{Cluster}/listClusterAdminCredential?api-version=2024-09-01", UriKind.Relative), content: null);
        var text = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["kubeconfigs"]![0]!["value"]!.ToString();
        await File.WriteAllBytesAsync(Path.Combine(folder, "config"), Convert.FromBase64String(text));
    }

    private static async Task RunAllAsync(KubectlProcess kubectl)
    {
        await kubectl.SucceedsAsync("config current-context", "aks-admin");
        await kubectl.SucceedsAsync("version", "Server Version: v1.33.2");
        await kubectl.SucceedsAsync("get nodes", "aks-system-", "Ready", "agent", "v1.33.2");
        await kubectl.SucceedsAsync("get nodes -l kubernetes.azure.com/mode=system -o name", "node/aks-system-");
        await kubectl.SucceedsAsync("wait --for=condition=Available deployment/web --timeout=60s", "condition met");
        await kubectl.SucceedsAsync("get pods -A", "coredns-", "metrics-server-", "konnectivity-agent-", "azure-cns-");
        await kubectl.SucceedsAsync("get pdb -n kube-system", "coredns-pdb", "metrics-server-pdb");
        var (_, names) = await kubectl.RunAsync("get nodes -o name");
        var node = names.Split('\n')[0];
        await kubectl.SucceedsAsync($"drain {node} --ignore-daemonsets --timeout=100s", "drained");
        await kubectl.SucceedsAsync($"uncordon {node}", "uncordoned");
        await kubectl.SucceedsAsync("scale deployment web --replicas=3", "scaled");
    }

    private static async Task PutAsync(HttpClient client, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.PutAsync(new Uri($"{path}?api-version={ArmBodies.ApiVersionOf(path)}", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
