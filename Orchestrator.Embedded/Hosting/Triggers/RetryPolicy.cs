using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Embedded.Hosting.Triggers;

/// <summary>How the host repeats a failed execution: the function's retry attribute.</summary>
internal sealed class RetryPolicy(RetryAttribute attribute, Randomness randomness)
{
    private const int Unlimited = -1;

    /// <summary>Timers of the operating system's clock go no further.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <summary>Repetitions after the first execution; -1 for no limit.</summary>
    public int MaxRetryCount => attribute.MaxRetryCount;

    /// <summary>Null when the function declares none.</summary>
    public static RetryPolicy? Of(MethodInfo function, Randomness randomness) =>
        function.GetCustomAttribute<RetryAttribute>() is { } attribute ? new RetryPolicy(attribute, randomness) : null;

    /// <summary>Says what is wrong with the retry attributes of a function; null when nothing is.</summary>
    public static string? Problem(MethodInfo function)
    {
        try
        {
            var attributes = function.GetCustomAttributes<RetryAttribute>().ToArray();
            return attributes switch
            {
                [] => null,
                [{ MaxRetryCount: < Unlimited } one] => $"{one.MaxRetryCount} is no count of retries; -1 means no limit",
                [var one] => Maximum(one) > Longest ? $"a delay between retries is at most {Longest.TotalDays} days" : null,
                _ => "it has more than one retry policy",
            };
        }
        catch (Exception e) when (e is ArgumentException or TargetInvocationException)
        {
            return $"its retry policy is wrong: {(e.InnerException ?? e).Message}";
        }
    }

    /// <summary>The wait before the next try; null when that was the last.</summary>
    /// <param name="failures">How many executions have failed, at least one.</param>
    public TimeSpan? DelayAfter(int failures) => MaxRetryCount != Unlimited && failures > MaxRetryCount ? null : attribute switch
    {
        ExponentialBackoffRetryAttribute backoff =>
            RandomizedBackoff.After(failures, Span(backoff.MinimumInterval), Span(backoff.MaximumInterval), randomness),
        FixedDelayRetryAttribute constant => Span(constant.DelayInterval),
        _ => throw new InvalidOperationException($"{attribute.GetType().Name} is no retry policy of Azure Functions."),
    };

    private static TimeSpan Maximum(RetryAttribute attribute) => attribute switch
    {
        ExponentialBackoffRetryAttribute backoff => Span(backoff.MaximumInterval),
        FixedDelayRetryAttribute constant => Span(constant.DelayInterval),
        _ => TimeSpan.Zero,
    };

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
