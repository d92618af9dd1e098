using Orchestrator.Contracts.Errors;

namespace Orchestrator.Manifests.Sources;

/// <summary>Something wrong at an offset of the original text.</summary>
internal sealed record TextProblem(ErrorDefinition Definition, int Offset, string Message, string Action);
