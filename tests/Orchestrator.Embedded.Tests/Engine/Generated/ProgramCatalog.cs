using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Tests.Engine.Generated;

/// <summary>Runs generated programs as orchestrations.</summary>
internal static class ProgramCatalog
{
    private static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1)));

    public static TestCatalog Create()
    {
        var attempts = new Dictionary<string, int>(StringComparer.Ordinal);
        return new TestCatalog()
            .Orchestrator("Program", context => RunAllAsync(context, context.GetInput<List<Step>>()!))
            .Orchestrator("FailingProgram", async context =>
            {
                await RunAllAsync(context, context.GetInput<List<Step>>()!);
                throw new InvalidOperationException("as generated");
            })
            .Orchestrator("Sender", context =>
            {
                var (name, payload) = context.GetInput<Sent>()!;
                context.SendEvent(context.Parent!.InstanceId, name, payload);
                return Task.FromResult(0);
            })
            .Orchestrator("Generations", async context =>
            {
                var (round, last) = context.GetInput<Round>()!;
                await context.CallActivityAsync<int>("Compute", round);
                if (round < last)
                {
                    context.ContinueAsNew(new Round(round + 1, last));
                }

                return round;
            })
            .Activity<int, int>("Compute", GeneratedProgram.Compute)
            .Activity<int, int>("Fail", _ => throw new InvalidOperationException("as generated"))
            .Activity<Flaky, int>("Flaky", flaky =>
            {
                attempts[flaky.Key] = attempts.GetValueOrDefault(flaky.Key) + 1;
                return attempts[flaky.Key] > 1 ? GeneratedProgram.Compute(flaky.Number) : throw new InvalidOperationException("the first time");
            });
    }

    private static async Task<int> RunAllAsync(TaskOrchestrationContext context, IReadOnlyList<Step> steps)
    {
        var results = new List<int>();
        foreach (var step in steps)
        {
            results.Add(await RunAsync(context, step));
        }

        return GeneratedProgram.Fold(results);
    }

    private static async Task<int> RunAsync(TaskOrchestrationContext context, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Activity:
                return await context.CallActivityAsync<int>("Compute", step.Number);
            case StepKind.FailingActivity:
                return await CaughtAsync(context.CallActivityAsync<int>("Fail", step.Number));
            case StepKind.RetriedActivity:
                return await context.CallActivityAsync<int>("Flaky", new Flaky(context.NewGuid().ToString(), step.Number), Retry);
            case StepKind.Timer:
                await context.CreateTimer(TimeSpan.FromMinutes(step.Number), CancellationToken.None);
                return step.Number;
            case StepKind.CancelledTimer:
                return await CancelTimerAsync(context, step.Number);
            case StepKind.Event:
                return await EventAsync(context, step.Number);
            case StepKind.EventTimeout:
                return await TimeoutAsync(context, step.Number);
            case StepKind.SubOrchestration:
                return await context.CallSubOrchestratorAsync<int>("Program", step.Children);
            case StepKind.FailingSubOrchestration:
                return await CaughtAsync(context.CallSubOrchestratorAsync<int>("FailingProgram", step.Children));
            case StepKind.Generations:
                return await context.CallSubOrchestratorAsync<int>("Generations", new Round(1, step.Number));
            case StepKind.Parallel:
                return GeneratedProgram.Fold(await Task.WhenAll(step.Children.Select(child => RunAsync(context, child))));
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "No such step.");
        }
    }

    private static async Task<int> CaughtAsync(Task<int> call)
    {
        try
        {
            return await call;
        }
        catch (TaskFailedException)
        {
            return GeneratedProgram.CaughtFailure;
        }
    }

    private static async Task<int> CancelTimerAsync(TaskOrchestrationContext context, int number)
    {
        using var cancellation = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromDays(number), cancellation.Token);
        var result = await context.CallActivityAsync<int>("Compute", number);
        cancellation.Cancel();
        Assert.True(timer.IsCanceled);
        return result;
    }

    private static async Task<int> EventAsync(TaskOrchestrationContext context, int number)
    {
        var name = context.NewGuid().ToString();
        var sending = context.CallSubOrchestratorAsync<int>("Sender", new Sent(name, number));
        var received = await context.WaitForExternalEvent<int>(name);
        await sending;
        return received;
    }

    private static async Task<int> TimeoutAsync(TaskOrchestrationContext context, int minutes)
    {
        try
        {
            return await context.WaitForExternalEvent<int>(context.NewGuid().ToString(), TimeSpan.FromMinutes(minutes));
        }
        catch (TaskCanceledException)
        {
            return GeneratedProgram.TimedOut;
        }
    }

    private sealed record Sent(string Name, int Payload);

    private sealed record Round(int Number, int Last);

    private sealed record Flaky(string Key, int Number);
}
