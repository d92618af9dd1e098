using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>A message that could not be carried out, without what it holds of manifests, variables and signatures: those may be secret.</summary>
public sealed record PoisonMessage(JsonNode Message, OrchestratorError Error, IReadOnlyList<Diagnostic> Diagnostics);
