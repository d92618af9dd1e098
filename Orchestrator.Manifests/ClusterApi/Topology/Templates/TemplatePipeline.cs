namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Commands, each of which gets what the one before it came to as its last argument.</summary>
/// <param name="Source">As written.</param>
/// <param name="Variable">What it sets; null: nothing.</param>
/// <param name="Declares">The variable is new.</param>
/// <param name="Commands">Operands of each command; the first may be a function.</param>
internal sealed record TemplatePipeline(string Source, string? Variable, bool Declares, IReadOnlyList<IReadOnlyList<TemplateOperand>> Commands);
