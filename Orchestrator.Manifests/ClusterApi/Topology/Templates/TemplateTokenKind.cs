namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

internal enum TemplateTokenKind
{
    /// <summary>A name: a function, a keyword, true, false or nil.</summary>
    Name,

    /// <summary><c>.name</c>.</summary>
    Field,

    /// <summary><c>.</c> alone.</summary>
    Dot,

    /// <summary><c>$</c> or <c>$name</c>.</summary>
    Variable,
    Text,
    Number,

    /// <summary><c>( ) | , := =</c>.</summary>
    Symbol,
}
