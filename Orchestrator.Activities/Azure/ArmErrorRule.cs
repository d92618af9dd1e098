using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>What one <c>error.code</c> of ARM or a provider is in our catalogue.</summary>
/// <param name="Code">Compared in any casing.</param>
/// <param name="Action">What to do where the definition's own sentence is too general.</param>
public sealed record ArmErrorRule(string Code, ErrorDefinition Definition, string? Action = null);
