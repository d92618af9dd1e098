namespace Orchestrator.Simulator.Clients;

/// <summary>Azure's own JavaScript SDKs take the simulator for Azure. What they do is in <c>Node/</c>.</summary>
public sealed class JavaScriptSdkTests(SdkRun run) : IClassFixture<SdkRun>
{
    public static TheoryData<string> Types =>
    [
        "resourceGroup", "networkSecurityGroup", "routeTable", "publicIPAddress", "natGateway", "virtualNetwork", "subnet", "loadBalancer", "networkInterface",
        "disk", "virtualMachine", "virtualMachineScaleSet", "managedCluster", "agentPool", "userAssignedIdentity",
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Resource_CreatedUpdatedListedAndRemoved_IsAsTheSdkExpects(string type)
    {
        foreach (var step in new[] { "create", "update", "list", "remove" })
        {
            Holds($"{step} {type}");
        }
    }

    [Theory]
    [InlineData("graph counts what was made")]
    [InlineData("instances of the scale set are listed")]
    [InlineData("a role is assigned")]
    [InlineData("a wrong secret is refused")]
    [InlineData("a managed identity reads")]
    [InlineData("a subnet in use cannot be deleted")]
    [InlineData("credentials of a managed cluster are a kubeconfig")]
    [InlineData("a control plane is upgraded")]
    [InlineData("a pool is upgraded and scaled")]
    [InlineData("a pool ahead of its control plane is refused")]
    [InlineData("an operation is aborted")]
    [InlineData("a cluster stops and starts")]
    [InlineData("versions of a region are listed")]
    public void Sdk_BeyondSingleResources_Finds(string check) => Holds(check);

    private void Holds(string check)
    {
        var (ok, detail) = run[check];
        Assert.True(ok, $"{check}: {detail}");
    }
}
