using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Hosting.Queues;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

public sealed class InProcessQueueStoreTests
{
    [Fact]
    public async Task Message_OlderThanSevenDays_IsGone()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing));
        using (var queues = new InProcessQueues(app.Folder, new QueueSettings(), app.Clock, new SeededRandomness(1)))
        {
            await queues.Open("jobs").AddAsync(BinaryData.FromString("old"), CancellationToken.None);
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        await app.StartAsync();
        await app.PumpAsync();

        Assert.Empty(app.Lines);
    }

    [Fact]
    public async Task Queue_HeldMessage_BelongsToItsPopReceipt()
    {
        await using var app = new QueueApp();
        using var queues = new InProcessQueues(app.Folder, new QueueSettings(), app.Clock, new SeededRandomness(1));
        var queue = queues.Open("jobs");
        await queue.AddAsync(BinaryData.FromString("m"), CancellationToken.None);
        var first = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.Equal(TimeSpan.FromMinutes(1), queue.NextPoll(TimeSpan.Zero));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), CancellationToken.None));

        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.DeleteAsync(first.MessageId, first.PopReceipt, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.RenewAsync(first.MessageId, first.PopReceipt, TimeSpan.Zero, CancellationToken.None));
        await queue.DeleteAsync(second.MessageId, second.PopReceipt, CancellationToken.None);
        Assert.Null(queue.NextPoll(TimeSpan.Zero));
    }

    [Theory]
    [InlineData("jobs", 49152, 0, null)]
    [InlineData("jobs", 49153, 0, "The message takes 65540 bytes as it is sent")]
    [InlineData("jobs", 1, -1, "A message can be delayed by less than seven days")]
    [InlineData("jobs", 1, 168, "A message can be delayed by less than seven days")]
    [InlineData("a", 1, 0, "'a' is no queue name")]
    [InlineData("a--b", 1, 0, "'a--b' is no queue name")]
    [InlineData("-ab", 1, 0, "'-ab' is no queue name")]
    public async Task Enqueue_WhatStorageWouldRefuse_IsRefused(string queue, int size, int delayHours, string? message)
    {
        await using var app = new QueueApp(typeof(QueueSamples.Text));
        await app.StartAsync();

        var error = await Record.ExceptionAsync(() => app.Sample.Host.EnqueueAsync(queue, new BinaryData(new byte[size]), TimeSpan.FromHours(delayHours)));

        Assert.Equal(message is null, error is null);
        Assert.Contains(message ?? string.Empty, error?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.True(error is null or ArgumentException);
    }

    [Fact]
    public void Backoff_GrowsToItsMaximum()
    {
        var randomness = new SeededRandomness(1);
        var (minimum, maximum) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        var delays = Enumerable.Range(1, 40).Select(failures => RandomizedBackoff.After(failures, minimum, maximum, randomness)).ToArray();

        Assert.Equal(minimum, delays[0]);
        Assert.All(delays, delay => Assert.InRange(delay, minimum, maximum));
        Assert.All(Enumerable.Range(1, 8), i => Assert.InRange(((delays[i] / minimum) - 1) / Math.Pow(2, i - 1), 0.8, 1.2));
        Assert.All(delays.Skip(11), delay => Assert.Equal(maximum, delay));
    }
}
