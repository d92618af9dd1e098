using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting.Broken;

// Each class breaks one rule of discovery.
#pragma warning disable MA0048

internal static class WrongOrchestrationContext
{
    [Function("WrongOrchestrationContext")]
    public static Task Run([OrchestrationTrigger] string context) => Task.CompletedTask;
}

internal static class OrchestratorWithClient
{
    [Function("OrchestratorWithClient")]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) => Task.CompletedTask;
}

internal static class OrchestratorWithTwoInputs
{
    [Function("OrchestratorWithTwoInputs")]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, string first, string second) => Task.CompletedTask;
}

internal static class ActivityWithStranger
{
    [Function("ActivityWithStranger")]
    public static Task Run([ActivityTrigger] string input, int other) => Task.CompletedTask;
}

internal static class ActivityWithContext
{
    [Function("ActivityWithContext")]
    public static Task Run([ActivityTrigger] TaskActivityContext context) => Task.CompletedTask;
}

internal static class OutputOfNothing
{
    [Function("OutputOfNothing")]
    [QueueOutput("texts")]
    public static Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

internal static class OrchestratorWithOutput
{
    [Function("OrchestratorWithOutput")]
    [QueueOutput("texts")]
    public static Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(string.Empty);
}

internal static class OutputOfProperty
{
    [Function("OutputOfProperty")]
    public static Outputs Run([ActivityTrigger] string input) => new();

    internal sealed class Outputs
    {
        [QueueOutput("texts")]
        public string? Text { get; set; }
    }
}

internal static class TwoTriggers
{
    [Function("TwoTriggers")]
    public static Task Run([ActivityTrigger] string input, [TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
}

internal static class NoTrigger
{
    [Function("NoTrigger")]
    public static Task Run(string input) => Task.CompletedTask;
}

internal static class WrongClient
{
    [Function("WrongClient")]
    public static Task Run([HttpTrigger] HttpRequest request, [DurableClient] object client) => Task.CompletedTask;
}

internal static class HttpWithStranger
{
    [Function("HttpWithStranger")]
    public static Task Run([HttpTrigger] HttpRequest request, Order other) => Task.CompletedTask;
}

internal static class MalformedRoute
{
    [Function("MalformedRoute")]
    public static Task Run([HttpTrigger(Route = "a/{b")] HttpRequest request) => Task.CompletedTask;
}

internal static class ArrayWithoutBatch
{
    [Function("ArrayWithoutBatch")]
    public static Task Run([EventGridTrigger] string[] items) => Task.CompletedTask;
}

internal static class BatchWithoutArray
{
    [Function("BatchWithoutArray")]
    public static Task Run([EventGridTrigger(IsBatched = true)] string item) => Task.CompletedTask;
}

internal static class NumberEvent
{
    [Function("NumberEvent")]
    public static Task Run([EventGridTrigger] int item) => Task.CompletedTask;
}

internal static class WrongTimer
{
    [Function("WrongTimer")]
    public static Task Run([TimerTrigger("0 * * * * *")] string timer) => Task.CompletedTask;
}

internal static class GenericMethod
{
    [Function("GenericMethod")]
    public static Task Run<T>([ActivityTrigger] string input) => Task.CompletedTask;
}

internal static class ByReference
{
    [Function("ByReference")]
    public static void Run([ActivityTrigger] ref string input) => input = string.Empty;
}

internal abstract class AbstractClass
{
    [Function("AbstractClass")]
    public Task Run([ActivityTrigger] string input) => Task.CompletedTask;
}

internal static class SameName
{
    [Function("Same")]
    public static Task Run([ActivityTrigger] string input) => Task.CompletedTask;

    [Function("same")]
    public static Task RunToo([ActivityTrigger] string input) => Task.CompletedTask;
}

internal static class SameRoute
{
    [Function("SameRoute1")]
    public static Task Run([HttpTrigger("get", Route = "same/{a}")] HttpRequest request, string a) => Task.CompletedTask;

    [Function("SameRoute2")]
    public static Task RunToo([HttpTrigger(Route = "Same/{b}")] HttpRequest request, string b) => Task.CompletedTask;
}
