using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Tests;

public sealed class DeterministicDispatcherTests
{
    [Fact]
    public async Task RunUntilIdle_SameSeed_SameOrder()
    {
        Assert.Equal(await OrderAsync(7), await OrderAsync(7));
        Assert.NotEqual(await OrderAsync(7), await OrderAsync(8));
    }

    [Fact]
    public async Task RunUntilIdle_WorkPostsWork_RunsThatToo()
    {
        var dispatcher = new DeterministicDispatcher();
        var ran = new List<int>();
        dispatcher.Post(() =>
        {
            ran.Add(1);
            dispatcher.Post(() =>
            {
                ran.Add(2);
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        });

        await dispatcher.RunUntilIdleAsync();

        Assert.Equal([1, 2], ran);
    }

    [Fact]
    public async Task RunUntilIdle_WorkWaitsForLaterWork_BothEnd()
    {
        var dispatcher = new DeterministicDispatcher();
        var answer = new TaskCompletionSource<int>();
        var received = 0;
        dispatcher.Post(async () => received = await answer.Task);
        dispatcher.Post(() =>
        {
            answer.SetResult(42);
            return Task.CompletedTask;
        });

        await dispatcher.RunUntilIdleAsync();

        Assert.Equal(42, received);
    }

    [Fact]
    public async Task RunUntilIdle_WorkThrows_TheCallerSeesIt()
    {
        var dispatcher = new DeterministicDispatcher();
        dispatcher.Post(static () => throw new InvalidOperationException("broken"));

        await Assert.ThrowsAsync<InvalidOperationException>(dispatcher.RunUntilIdleAsync);
    }

    [Fact]
    public async Task RunUntilIdle_WorkWaitsForTime_ReturnsAndLaterRunsItsRest()
    {
        var dispatcher = new DeterministicDispatcher();
        var answer = new TaskCompletionSource<int>();
        var received = 0;
        dispatcher.Post(async () => received = await WorkHold.ReleaseWhileAsync(() => answer.Task));

        await dispatcher.RunUntilIdleAsync();
        Assert.Equal(0, received);
        dispatcher.Post(() =>
        {
            answer.SetResult(42);
            return Task.CompletedTask;
        });
        await dispatcher.RunUntilIdleAsync();

        Assert.Equal(42, received);
    }

    [Fact]
    public async Task RunUntilIdle_WorkThrowsAfterAWait_TheCallerSeesIt()
    {
        var dispatcher = new DeterministicDispatcher();
        var answer = new TaskCompletionSource<int>();
        dispatcher.Post(() => WorkHold.ReleaseWhileAsync(() => answer.Task));
        await dispatcher.RunUntilIdleAsync();

        answer.SetException(new InvalidOperationException("broken"));

        await Assert.ThrowsAsync<InvalidOperationException>(dispatcher.RunUntilIdleAsync);
    }

    private static async Task<string> OrderAsync(int seed)
    {
        var dispatcher = new DeterministicDispatcher(new SeededRandomness(seed));
        var order = string.Empty;
        for (var i = 0; i < 20; i++)
        {
            var name = (char)('a' + i);
            dispatcher.Post(() =>
            {
                order += name;
                return Task.CompletedTask;
            });
        }

        await dispatcher.RunUntilIdleAsync();
        return order;
    }
}
