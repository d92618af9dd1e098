using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Api.Internal;

internal sealed class FeatureInvocationResult(IInvocationResultFeature feature) : InvocationResult
{
    public override object? Value
    {
        get => feature.Result;
        set => feature.Result = value;
    }
}
