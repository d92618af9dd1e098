using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Tests.Hosting.Timers;

/// <summary>Functions with retry policies that Azure Functions refuses or does not obey.</summary>
internal static class BrokenRetries
{
    public static class QueueRetry
    {
        [Function("QueueRetry")]
        [FixedDelayRetry(5, "00:00:01")]
        public static Task Run([QueueTrigger("texts")] string message) => Task.CompletedTask;
    }

    public static class ActivityRetry
    {
        [Function("ActivityRetry")]
        [FixedDelayRetry(5, "00:00:01")]
        public static Task Run([ActivityTrigger] string input) => Task.CompletedTask;
    }

    public static class HttpRetry
    {
        [Function("HttpRetry")]
        [FixedDelayRetry(5, "00:00:01")]
        public static Task Run([HttpTrigger] HttpRequestData request) => Task.CompletedTask;
    }

    public static class EventRetry
    {
        [Function("EventRetry")]
        [FixedDelayRetry(5, "00:00:01")]
        public static Task Run([EventGridTrigger] string item) => Task.CompletedTask;
    }

    public static class OrchestratorRetry
    {
        [Function("OrchestratorRetry")]
        [FixedDelayRetry(5, "00:00:01")]
        public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) => Task.CompletedTask;
    }

    public static class TwoRetries
    {
        [Function("TwoRetries")]
        [FixedDelayRetry(5, "00:00:01")]
        [ExponentialBackoffRetry(5, "00:00:01", "00:01:00")]
        public static Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public static class NegativeRetry
    {
        [Function("NegativeRetry")]
        [FixedDelayRetry(-2, "00:00:01")]
        public static Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public static class NoIntervalRetry
    {
        [Function("NoIntervalRetry")]
        [FixedDelayRetry(5, "soon")]
        public static Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public static class BelowZeroRetry
    {
        [Function("BelowZeroRetry")]
        [FixedDelayRetry(5, "-00:00:01")]
        public static Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public static class BackwardsRetry
    {
        [Function("BackwardsRetry")]
        [ExponentialBackoffRetry(5, "00:02:00", "00:01:00")]
        public static Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public static class EternalRetry
    {
        [Function("EternalRetry")]
        [ExponentialBackoffRetry(5, "00:02:00", "50.00:00:00")]
        public static Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
    }
}
