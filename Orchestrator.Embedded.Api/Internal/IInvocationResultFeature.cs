namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Holds what the function returned; the host sets one on each invocation's features.</summary>
internal interface IInvocationResultFeature
{
    object? Result { get; set; }
}
