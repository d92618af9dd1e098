using System.Text.Json.Nodes;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>A test bed with an AKS cluster whose pods run in its user pool.</summary>
internal static class AksTestBed
{
    public const string Cluster = $"{AzureTestBed.Group}/providers/Microsoft.ContainerService/managedClusters/aks";
    public const string SystemPool = $"{Cluster}/agentPools/system";
    public const string Pool = $"{Cluster}/agentPools/user";

    public static async Task<AzureTestBed> StartAsync(SampleWorkload? workload, int count = 1)
    {
        var bed = await AzureTestBed.StartAsync(options => options with { Machines = new MachineOptions { Workload = workload } });
        var body = AksBodies.Cluster(count: count);
        body["properties"]!["agentPoolProfiles"]![0]!["nodeTaints"] = new JsonArray("CriticalAddonsOnly=true:NoSchedule");
        await bed.CreateAsync(Cluster, body);
        return bed;
    }

    public static async Task<IReadOnlyList<string>> InstancesAsync(AzureTestBed bed, string pool = "user")
    {
        var set = bed.Azure.Resources.All.Single(entry => entry.Type == "Microsoft.Compute/virtualMachineScaleSets" && entry.Id.Contains($"/aks-{pool}-", StringComparison.Ordinal));
        return [.. (await bed.GetAsync($"{set.Id}/virtualMachines")).Body!["value"]!.AsArray().Select(static item => item!["instanceId"]!.ToString())];
    }
}
