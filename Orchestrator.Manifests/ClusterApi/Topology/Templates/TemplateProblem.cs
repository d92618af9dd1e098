namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Why a template cannot be carried out; the message is for its author.</summary>
internal sealed class TemplateProblem(string message) : Exception(message);
