using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Orchestrator.Embedded.Api.Internal;
using Orchestrator.Embedded.Hosting.Http;

namespace Orchestrator.Embedded.Hosting.Invocation;

internal sealed class EmbeddedFunctionContext : FunctionContext, IInvocationResultFeature, IHttpRequestDataFeature
{
    private HttpRequestData? _requestData;

    public EmbeddedFunctionContext(InvocationRequest request, FunctionDefinition definition, IServiceProvider services, string invocationId)
    {
        Request = request;
        FunctionDefinition = definition;
        InstanceServices = services;
        InvocationId = invocationId;
        BindingContext = new BindingValues(request.BindingData);
        RetryContext = new Attempt(request.Retries);
        Features.Set<IInvocationResultFeature>(this);
        if (request.Http is not null)
        {
            Features.Set<IHttpRequestDataFeature>(this);
            Items[FunctionContextExtensions.HttpContextKey] = request.Http;
        }
    }

    public InvocationRequest Request { get; }

    public object? Result { get; set; }

    public override string InvocationId { get; }

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new InvocationTrace(Activity.Current);

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; }

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken => Request.Cancellation;

    /// <summary>The request as the worker's own type; one object per invocation, since its body is read once.</summary>
    public HttpRequestData HttpRequestData => _requestData ??= new EmbeddedHttpRequestData(this, Request.Http!);

    public ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context) => new(HttpRequestData);

    private sealed class BindingValues(IReadOnlyDictionary<string, object?> values) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => values;
    }

    private sealed class Attempt((int Count, int Maximum) retries) : RetryContext
    {
        public override int RetryCount => retries.Count;

        public override int MaxRetryCount => retries.Maximum;
    }

    /// <summary>The context in which the function was invoked; empty texts if its trigger had none.</summary>
    private sealed class InvocationTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity is { IdFormat: ActivityIdFormat.W3C } ? activity.Id! : string.Empty;

        public override string TraceState { get; } = activity?.TraceStateString ?? string.Empty;
    }
}
