using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.Tests.Azure;

public sealed class AksRequestLimitsTests
{
    private const string Group = "/subscriptions/s/resourceGroups/g";
    private const string Cluster = $"{Group}/providers/Microsoft.ContainerService/managedClusters/c";
    private const string Clusters = "Microsoft.ContainerService/managedClusters";

    /// <summary>What is sent; the narrowest limit that it falls under, how often at once, how many each step brings and its seconds.</summary>
    public static TheoryData<string, string, string, bool, string, int, int, int> Requests => new()
    {
        { "Get", "/subscriptions/s/providers/Microsoft.ContainerService/managedClusters", Clusters, true, "AKS lists", 500, 1, 1 },
        { "Get", $"{Group}/providers/Microsoft.ContainerService/managedClusters", Clusters, true, "AKS lists of one group", 60, 1, 1 },
        { "Get", Cluster, Clusters, false, "AKS cluster reads of one", 60, 1, 1 },
        { "Put", Cluster, Clusters, false, "AKS cluster writes of one", 20, 1, 60 },
        { "Put", $"{Cluster}/agentPools/p", $"{Clusters}/agentPools", false, "AKS pool writes of one", 20, 1, 60 },
        { "Get", "/subscriptions/s/providers/Microsoft.ContainerService/locations/westeurope/operationStatus/1", Clusters, false, "AKS operation reads", 200, 2, 1 },
        { "Get", $"{Cluster}/agentPools/p", $"{Clusters}/agentPools", false, "other AKS requests", 60, 1, 1 },
        { "Delete", Cluster, Clusters, false, "other AKS requests", 60, 1, 1 },
        { "Post", $"{Cluster}/stop", Clusters, false, "other AKS requests", 60, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Of_EachRequest_HasTheLimitOfAzuresTable(string verb, string path, string type, bool isList, string name, int size, int refill, int seconds)
    {
        var request = new ArmRequest(Enum.Parse<ArmVerb>(verb), path, type, new Uri($"https://management.azure.com{path}?api-version=1"), "op") { IsList = isList, Region = "westeurope" };

        var (_, limit) = RequestLimits.Of(request, "me", "WESTEUROPE").Last();

        Assert.Equal((name, size, refill, seconds), (limit.Name, limit.Size, limit.Refill, (int)limit.Step.TotalSeconds));
    }

    [Fact]
    public void Of_TwoClusters_DoNotShareTheirWrites()
    {
        static string Key(string id) => RequestLimits.Of(new ArmRequest(ArmVerb.Put, id, Clusters, new Uri($"https://management.azure.com{id}"), "op"), "me", "W").Last().Key;

        Assert.NotEqual(Key(Cluster), Key($"{Cluster}2"));
    }
}
