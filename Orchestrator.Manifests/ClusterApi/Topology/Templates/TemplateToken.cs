namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <param name="Text">As written; of strings the value.</param>
/// <param name="IsJoined">Nothing stands between it and the token before it.</param>
internal sealed record TemplateToken(TemplateTokenKind Kind, string Text, bool IsJoined)
{
    public bool Is(string symbol) => Kind == TemplateTokenKind.Symbol && Text == symbol;
}
