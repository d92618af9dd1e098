using System.Reflection;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>
/// What a kind of trigger demands of its function: the trigger parameter's type, and the parameters that may stand beside it.
/// </summary>
internal abstract class TriggerRule
{
    /// <summary>The rule for <paramref name="trigger"/>; null when the embedded host does not know such triggers.</summary>
    public static TriggerRule? For(TriggerBindingAttribute trigger) => trigger switch
    {
        OrchestrationTriggerAttribute => new OrchestrationRule(),
        ActivityTriggerAttribute => new ActivityRule(),
        HttpTriggerAttribute http => new HttpRule(http),
        EventGridTriggerAttribute eventGrid => new EventGridRule(eventGrid),
        TimerTriggerAttribute => new TimerRule(),
        QueueTriggerAttribute => new QueueRule(),
        _ => null,
    };

    /// <summary>Says what is wrong with the trigger parameter; null when nothing is.</summary>
    public abstract string? Check(ParameterInfo parameter);

    /// <summary>The source of a parameter that no attribute or well-known type explains; null when there is none.</summary>
    public virtual ParameterSource? SourceOf(ParameterInfo parameter, IReadOnlyCollection<BoundParameter> before) => null;

    public virtual bool TakesDurableClient => true;

    /// <summary>The host repeats failed executions as a retry attribute says.</summary>
    public virtual bool TakesRetryPolicy => false;

    /// <summary>Why there must be no retry attribute, and what there is instead.</summary>
    public virtual string InsteadOfRetryPolicy => "a retry policy is for triggers that support it, such as timers: the caller repeats the others";

    public virtual bool TakesOutput => true;

    private sealed class OrchestrationRule : TriggerRule
    {
        public override bool TakesDurableClient => false;

        public override string InsteadOfRetryPolicy => "an orchestrator repeats by itself: pass TaskOptions.FromRetryPolicy to what it calls";

        public override bool TakesOutput => false;

        public override string? Check(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(TaskOrchestrationContext)
                ? null
                : "[OrchestrationTrigger] must be a TaskOrchestrationContext";

        public override ParameterSource? SourceOf(ParameterInfo parameter, IReadOnlyCollection<BoundParameter> before) =>
            before.Any(p => p.Source == ParameterSource.OrchestrationInput) ? null : ParameterSource.OrchestrationInput;
    }

    private sealed class ActivityRule : TriggerRule
    {
        public override string InsteadOfRetryPolicy => "an activity is repeated by who calls it: pass TaskOptions.FromRetryPolicy to CallActivityAsync";

        public override string? Check(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(TaskActivityContext)
                ? "[ActivityTrigger] takes the activity's input, not a TaskActivityContext"
                : null;

        public override ParameterSource? SourceOf(ParameterInfo parameter, IReadOnlyCollection<BoundParameter> before) =>
            parameter.ParameterType == typeof(string) && Named(parameter, "instanceId") ? ParameterSource.BindingData : null;
    }

    private sealed class HttpRule(HttpTriggerAttribute trigger) : TriggerRule
    {
        public override string? Check(ParameterInfo parameter) => HttpRoute.Problem(trigger);

        public override ParameterSource? SourceOf(ParameterInfo parameter, IReadOnlyCollection<BoundParameter> before)
        {
            if (parameter.ParameterType == typeof(HttpRequest) || parameter.ParameterType == typeof(HttpRequestData))
            {
                return ParameterSource.HttpRequest;
            }

            if (parameter.IsDefined(typeof(FromBodyAttribute), inherit: true))
            {
                return ParameterSource.Body;
            }

            return Simple.IsSimple(parameter.ParameterType) ? ParameterSource.BindingData : null;
        }
    }

    private sealed class EventGridRule(EventGridTriggerAttribute trigger) : TriggerRule
    {
        public override string InsteadOfRetryPolicy => "a retry policy does not work on [EventGridTrigger]: the event subscription repeats deliveries";

        public override string? Check(ParameterInfo parameter)
        {
            var isArray = parameter.ParameterType.IsArray && parameter.ParameterType != typeof(byte[]);
            return isArray == trigger.IsBatched ? CheckElement(parameter) : trigger.IsBatched
                ? "[EventGridTrigger(IsBatched = true)] must be an array"
                : "[EventGridTrigger] takes one event; an array needs IsBatched = true";
        }

        private static string? CheckElement(ParameterInfo parameter)
        {
            var element = parameter.ParameterType.GetElementType() ?? parameter.ParameterType;
            var supported = element == typeof(string) || element == typeof(BinaryData) || element == typeof(EventGridEvent)
                || element == typeof(CloudEvent) || (!element.IsPrimitive && !element.IsEnum && !element.IsAbstract);
            return supported
                ? null
                : $"[EventGridTrigger] cannot be a {element.Name}; use string, BinaryData, EventGridEvent, CloudEvent or a class";
        }
    }

    private sealed class TimerRule : TriggerRule
    {
        public override string? Check(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(TimerInfo) ? null : "[TimerTrigger] must be a TimerInfo";

        public override bool TakesRetryPolicy => true;
    }

    private sealed class QueueRule : TriggerRule
    {
        public override string InsteadOfRetryPolicy =>
            "a retry policy does not work on [QueueTrigger]: the queue repeats messages, set extensions.queues.maxDequeueCount in host.json";

        public override string? Check(ParameterInfo parameter) => null;

        /// <summary>Any name may be a property of the message.</summary>
        public override ParameterSource? SourceOf(ParameterInfo parameter, IReadOnlyCollection<BoundParameter> before) => ParameterSource.BindingData;
    }

    private static bool Named(ParameterInfo parameter, string name) =>
        string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase);
}
