using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Resources;

/// <summary>A type of which we have no resources of our own: graphs only observe it.</summary>
public abstract class BorrowedDefinition : ResourceDefinition
{
    public sealed override JsonObject Render(ResourceContext context) =>
        throw new InvalidOperationException($"{context.Step.Key} is never made: resources of type {Type} are only read.");
}
