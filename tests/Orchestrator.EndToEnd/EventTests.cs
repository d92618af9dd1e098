using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.State;
using Orchestrator.Functions.Events;

namespace Orchestrator.EndToEnd;

/// <summary>Azure's events: those of a cluster's resources find it, those of anybody else's are dropped and counted.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Events_OfOthersResources_AreDroppedAndCounted()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Log = true });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        var counts = harness.Host.Services.GetRequiredService<EventCounts>();
        var (taken, dropped) = (counts.Taken, counts.Dropped);

        await DeliverAsync(harness, "/subscriptions/other/resourceGroups/theirs/providers/Microsoft.Compute/virtualMachines/vm");
        await DeliverAsync(harness, "/subscriptions/other/resourceGroups/theirs");

        Assert.Equal((taken, dropped + 2), (counts.Taken, counts.Dropped));
        Assert.Contains(harness.Log, static line => line.Contains("is nobody's and dropped", StringComparison.Ordinal));
        Assert.Empty(harness.Errors);
    }

    [Fact]
    public async Task Events_OfAClustersResources_FindItsOperation()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var operation = await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        var counts = harness.Host.Services.GetRequiredService<EventCounts>();
        var index = harness.Host.Services.GetRequiredService<IResourceIndex>();

        Assert.True(counts.Taken > 0, "no event of the cluster's own resources was taken");
        foreach (var step in operation.Resources.Where(static step => step is { Detail: "created", ResourceId: not null }))
        {
            Assert.Equal(operation.Id, (await index.FindAsync(step.ResourceId!, default))?.OperationId);
        }
    }

    private static Task DeliverAsync(ClusterHarness harness, string resourceId) => harness.DeliverEventsAsync(JsonSerializer.Serialize(new[]
    {
        new
        {
            id = "1", topic = "/subscriptions/other", subject = resourceId, eventType = "Microsoft.Resources.ResourceWriteSuccess", eventTime = "2026-11-20T12:00:00Z",
            data = new { }, dataVersion = "2", metadataVersion = "1",
        },
    }));
}
