namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What survives the death of the process. The first simulator is abandoned as it stands, never closed.</summary>
public sealed class RestartTests : IDisposable
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private const string Nodes = $"{Vnet}/subnets/nodes";
    private const string Pool = $"{AzureTestBed.Compute}/virtualMachineScaleSets/pool";
    private readonly string _folder = Directory.CreateTempSubdirectory("simulated-azure").FullName;
    private readonly List<AzureTestBed> _abandoned = [];

    public void Dispose()
    {
        foreach (var bed in _abandoned)
        {
            bed.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Operation_EndsWhenItWasDue()
    {
        var first = await StartAsync();
        var answer = await first.PutAsync(Vnet, ArmBodies.Network());
        await first.AdvanceAsync(TimeSpan.FromSeconds(2));

        var second = await RestartAsync();
        Assert.Equal("Updating", (await second.GetAsync(Vnet)).State);
        Assert.Equal("InProgress", (await second.SendAsync("GET", answer.Header("Azure-AsyncOperation")!)).Body!["status"]!.ToString());
        await second.SettleAsync();
        Assert.Equal("Succeeded", (await second.GetAsync(Vnet)).State);
        Assert.InRange((second.Clock.GetUtcNow() - AzureTestBed.Start).TotalSeconds, 5, 8);
    }

    [Fact]
    public async Task Operation_ThatFellDueMeanwhile_EndsAtOnce()
    {
        var first = await StartAsync();
        await first.PutAsync(Vnet, ArmBodies.Network());
        var second = await RestartAsync(AzureTestBed.Start + TimeSpan.FromHours(1));
        await second.SettleAsync();
        Assert.Equal("Succeeded", (await second.GetAsync(Vnet)).State);
        Assert.Equal(AzureTestBed.Start + TimeSpan.FromHours(1), second.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Machines_StartOnceAfterACrashDuringTheirCreation()
    {
        var first = await StartAsync();
        await first.CreateAsync(Vnet, ArmBodies.Network());
        await first.CreateAsync(Nodes, ArmBodies.Subnet());
        await first.PutAsync(Pool, ArmBodies.ScaleSet(Nodes, 3));
        var second = await RestartAsync();
        await second.SettleAsync();
        var instances = second.Azure.Resources.All.Where(static entry => entry.Type.EndsWith("/virtualMachines", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, instances.Count);
        Assert.All(instances, entry => Assert.NotNull(second.Azure.Machines.PhaseOf(entry.Id)));
    }

    [Fact]
    public async Task GroupDeletion_GoesOn()
    {
        var first = await StartAsync();
        await first.CreateAsync(Vnet, ArmBodies.Network());
        await first.CreateAsync(Nodes, ArmBodies.Subnet());
        await first.CreateAsync(Pool, ArmBodies.ScaleSet(Nodes, 2));
        await first.DeleteAsync(AzureTestBed.Group);
        await first.AdvanceAsync(TimeSpan.FromSeconds(5));
        var second = await RestartAsync();
        await second.SettleAsync();
        Assert.Empty(second.Azure.Resources.All);
    }

    [Fact]
    public async Task Event_ThatWasNotDelivered_ComesAfterTheRestart()
    {
        var first = await StartAsync();
        first.Azure.Events.Subscribe(static _ => Task.FromException(new InvalidOperationException()));
        await first.CreateAsync(Vnet, ArmBodies.Network());
        Assert.Equal(1, first.Azure.Events.PendingCount);

        var second = await RestartAsync();
        var events = new List<string>();
        second.Azure.Events.Subscribe(json =>
        {
            events.Add(json);
            return Task.CompletedTask;
        });
        await second.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Contains(Vnet, Assert.Single(events));
    }

    [Fact]
    public async Task LastKnownTime_IsThatOfTheLastChange()
    {
        Assert.Null(SimulatedAzure.LastKnownTime(_folder));
        var first = await StartAsync();
        await first.CreateAsync(Vnet, ArmBodies.Network());
        Assert.Equal(first.Clock.GetUtcNow(), SimulatedAzure.LastKnownTime(_folder));
    }

    [Fact]
    public async Task Journal_SurvivesWithItsTimes()
    {
        var first = await StartAsync();
        await first.CreateAsync(Vnet, ArmBodies.Network());
        var journal = first.Azure.Resources.Journal;
        var second = await RestartAsync();
        Assert.Equal(journal, second.Azure.Resources.Journal);
        Assert.Equal(("write", true, "Succeeded"), (journal[^1].Action, journal[^1].Created, journal[^1].Status));
    }

    private async Task<AzureTestBed> StartAsync()
    {
        var bed = await AzureTestBed.StartAsync(options => options with { DataFolder = _folder });
        _abandoned.Add(bed);
        return bed;
    }

    private async Task<AzureTestBed> RestartAsync(DateTimeOffset? at = null)
    {
        var bed = await AzureTestBed.StartAsync(options => options with { DataFolder = _folder }, at ?? SimulatedAzure.LastKnownTime(_folder), withGroup: false);
        _abandoned.Add(bed);
        return bed;
    }
}
