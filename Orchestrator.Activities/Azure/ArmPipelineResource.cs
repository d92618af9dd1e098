using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// The way to the pipeline of an <see cref="ArmClient"/>: credential, environment, diagnostics and transport are the SDK's, bodies are our own.
/// The SDK's generic resources lack top-level members such as <c>zones</c>.
/// </summary>
internal sealed class ArmPipelineResource(ArmClient client, ResourceIdentifier scope) : ArmResource(client, scope)
{
    public HttpPipeline HttpPipeline => Pipeline;

    public Uri ManagementEndpoint => Endpoint;
}
