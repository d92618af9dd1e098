using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Api.Internal;

internal sealed class FeatureInvocationResult<T>(IInvocationResultFeature feature) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)feature.Result;
        set => feature.Result = value;
    }
}
