using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Embedded.Hosting.Queues;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>Real processes die by SIGKILL while a function works on a message; the queue on disk goes on.</summary>
public sealed class QueueKillTests
{
    public const string Verb = "die-at-work";
    private const int Killed = 137;

    [Theory]
    [InlineData(1, "wait 2 at 12:00:00", "on with wait")]
    [InlineData(4, "wait 5 at 12:00:00", "on with wait")]
    [InlineData(5, "poison wait 1")]
    public async Task Message_WorkedOnWhenTheProcessWasKilled_IsSeenAgainUntilItIsPoison(int deaths, params string[] expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        await using var app = new QueueApp(typeof(QueueSamples.Failing), typeof(QueueSamples.Poison));
        for (var death = 0; death < deaths; death++)
        {
            await DieAsync(app.Folder, isFirst: death == 0);
        }

        await app.StartAsync();
        app.Doorbell.SetResult();
        await app.PumpAsync();

        Assert.Equal(expected, app.Lines);
    }

    /// <summary>In the child: finishes one message if it is the first to come, and dies by its own hand while it works on the other.</summary>
    internal static async Task<int> DieAtWorkAsync(string folder, bool isFirst)
    {
        await using var sample = await SampleHost.StartAsync(
            options => options with
            {
                FunctionTypes = type => type == typeof(QueueSamples.Failing) || type == typeof(QueueSamples.Poison),
                ConfigureServices = services => services.AddSingleton<TaskCompletionSource>(),
            },
            folder);
        var jobs = sample.Host.Services.GetRequiredService<InProcessQueues>().Open("jobs");
        if (isFirst)
        {
            await sample.Host.EnqueueAsync("jobs", BinaryData.FromString("first"));
            await ReachAsync(() => jobs.NextPoll(TimeSpan.Zero) is null);
            await sample.Host.EnqueueAsync("jobs", BinaryData.FromString("wait"));
        }

        await ReachAsync(() => sample.Journal.Lines.Any(line => line.StartsWith("got wait", StringComparison.Ordinal)));
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    private static async Task ReachAsync(Func<bool> reached)
    {
        while (!reached())
        {
            await Task.Yield();
        }
    }

    private static async Task DieAsync(string folder, bool isFirst)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
        string[] arguments = ["exec", typeof(QueueKillTests).Assembly.Location, Verb, folder, $"{isFirst}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var errors = await child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == Killed, $"The process was not killed but ended with {child.ExitCode}: {errors}");
    }
}
