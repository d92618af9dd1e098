using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Azure;

/// <summary>One word for a state, who says it, and where that is written.</summary>
/// <param name="Text">Compared in any casing.</param>
/// <param name="Provider"><c>*</c>: every one.</param>
/// <param name="Source">The document or definition that has the word.</param>
public sealed record ProvisioningState(string Text, ResourceState Meaning, string Provider, string Source);
