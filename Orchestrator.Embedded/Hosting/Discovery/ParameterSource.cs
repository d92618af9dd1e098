namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>Where a parameter's value comes from.</summary>
internal enum ParameterSource
{
    Trigger,
    OrchestrationInput,
    BindingData,
    Body,
    HttpRequest,
    DurableClient,
    FunctionContext,
    CancellationToken,
}
