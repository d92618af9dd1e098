using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Hosting.Queues;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

public sealed class InProcessQueueRestartTests
{
    [Fact]
    public async Task Message_SentBeforeTheHostStopped_IsThereAfterTheNextStart()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Text));
        await app.StartAsync();
        await app.PumpAsync();
        await app.Sample.Host.EnqueueAsync("texts", BinaryData.FromString("kept"), TimeSpan.FromMinutes(1));
        await app.StopAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        await app.StartAsync();
        await app.PumpAsync();

        Assert.Equal(["kept"], app.Lines);
    }

    [Fact]
    public async Task Message_BeingWorkedOnWhenTheHostStops_IsCancelledAndSeenAgain()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing), typeof(QueueSamples.Poison))
        {
            HostJson = QueueApp.HostJsonWith("""{"maxDequeueCount":1}"""),
        };
        await app.StartAsync();
        await app.SendAsync("wait");
        await app.PumpUntilAsync(() => app.Lines.Count == 1);
        await app.StopAsync();

        await app.StartAsync();
        app.Doorbell.SetResult();
        await app.PumpAsync();

        Assert.Equal(["poison wait 1"], app.Lines);
    }

    [Fact]
    public async Task Message_HeldWhenTheProcessDied_IsSeenAtTheNextStartAtOnce()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing));
        using (var dead = new InProcessQueues(app.Folder, new QueueSettings(), app.Clock, new SeededRandomness(1)))
        {
            await dead.Open("jobs").AddAsync(BinaryData.FromString("orphan"), CancellationToken.None);
            Assert.Single(await dead.Open("jobs").ReceiveAsync(16, QueueSettings.Lease, CancellationToken.None));
        }

        await app.StartAsync();
        await app.PumpAsync();

        Assert.Equal(["orphan 2 at 12:00:00"], app.Lines);
    }

    [Fact]
    public async Task Message_TriedTooOftenByHostsThatDied_GoesToThePoisonQueueUnseen()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing), typeof(QueueSamples.Poison));
        for (var death = 0; death < 5; death++)
        {
            using var dead = new InProcessQueues(app.Folder, new QueueSettings(), app.Clock, new SeededRandomness(death));
            var queue = dead.Open("jobs");
            await (death == 0 ? queue.AddAsync(BinaryData.FromString("killer"), CancellationToken.None) : Task.CompletedTask);
            Assert.Single(await queue.ReceiveAsync(16, QueueSettings.Lease, CancellationToken.None));
        }

        await app.StartAsync();
        await app.PumpAsync();

        Assert.Equal(["poison killer 1"], app.Lines);
    }
}
