using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>
/// The worker's span of one invocation, for who listens to the source Microsoft.Azure.Functions.Worker: below the span that is current, or the first of
/// a trace. Orchestrators and activities have those of the Durable Task SDK instead.
/// </summary>
internal sealed class InvocationSpan : IDisposable
{
    private const string Schema = "https://opentelemetry.io/schemas/1.37.0";

    private static readonly ActivitySource Source = new("Microsoft.Azure.Functions.Worker");
    private readonly Activity? _span;
    private readonly TimeProvider _time;

    public InvocationSpan(InvocationRequest request, string invocationId, TimeProvider time)
    {
        _time = time;
        if (Source.HasListeners() && request.Function.Trigger is not (OrchestrationTriggerAttribute or ActivityTriggerAttribute))
        {
            _span = Source.StartActivity(
                ActivityKind.Internal,
                Activity.Current?.Context ?? default,
                Tags(request.Function.Name, invocationId),
                links: null,
                time.GetUtcNow(),
                $"function {request.Function.Name}");
        }
    }

    public void Fail(Exception exception)
    {
        _span?.AddException(exception, timestamp: _time.GetUtcNow());
        _span?.SetStatus(ActivityStatusCode.Error, exception.Message);
    }

    public void Dispose() => _span?.SetEndTime(_time.GetUtcNow().UtcDateTime).Dispose();

    private static KeyValuePair<string, object?>[] Tags(string function, string invocationId) =>
    [
        KeyValuePair.Create<string, object?>("schema.url", Schema),
        KeyValuePair.Create<string, object?>("faas.name", function),
        KeyValuePair.Create<string, object?>("faas.invocation_id", invocationId),
    ];
}
