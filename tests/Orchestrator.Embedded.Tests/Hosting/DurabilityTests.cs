using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Orchestration_HostStartedAgain_GoesOn()
    {
        var folder = Directory.CreateTempSubdirectory("orc-again-");
        await using (var first = await SampleHost.StartAsync(folder: folder.FullName))
        {
            await first.Host.Client.ScheduleNewOrchestrationInstanceAsync(
                "Shop", new Order("apple", 1), new Microsoft.DurableTask.StartOrchestrationOptions(InstanceId: "one"));
            await first.Host.Client.WaitForInstanceStartAsync("one");
        }

        await using (var second = await SampleHost.StartAsync(folder: folder.FullName))
        {
            await second.Host.Client.RaiseEventAsync("one", "approve", "again");
            var instance = await second.Host.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true);

            Assert.Equal("Hello: 1 apple for one again", instance.ReadOutputAs<string>());
        }

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Orchestration_DeterministicOrder_RunsOnThePumpingThread(int seed)
    {
        var dispatcher = new DeterministicDispatcher(new SeededRandomness(seed));
        await using var sample = await SampleHost.StartAsync(o => o with { Dispatcher = dispatcher, ReplayAfterEveryStep = true });

        var request = sample.SendAsync("POST", $"/runtime/webhooks/durabletask/orchestrators/Shop/one?code={sample.Host.SystemKey}", """{"Item":"fig","Count":3}""");
        await dispatcher.RunUntilIdleAsync();
        var raised = sample.Host.Client.RaiseEventAsync("one", "approve", "yes");
        await dispatcher.RunUntilIdleAsync();

        Assert.Equal(202, (await request).Status);
        await raised;
        var instance = await sample.Host.Client.GetInstanceAsync("one", getInputsAndOutputs: true);
        Assert.Equal(
            (OrchestrationRuntimeStatus.Completed, "Hello: 3 fig for one yes"), (instance!.RuntimeStatus, instance.ReadOutputAs<string>()));
    }

    [Theory]
    [InlineData("null", "Activity 'Weigh' needs an input of type Int32 and was given none.")]
    [InlineData("\"heavy\"", "The JSON value could not be converted to System.Int32")]
    public async Task Activity_InputOfAnotherShape_FailsTheOrchestrationAndIsLogged(string input, string cause)
    {
        await using var sample = await SampleHost.StartAsync();

        var id = await sample.Host.Client.ScheduleNewOrchestrationInstanceAsync(
            "WeighAnything", System.Text.Json.Nodes.JsonNode.Parse(input), CancellationToken.None);
        var instance = await sample.Host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.StartsWith(cause, instance.FailureDetails?.InnerFailure?.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(sample.Logs.Entries, e => e.Message == $"Activity Weigh of instance {id} failed");
    }
}
