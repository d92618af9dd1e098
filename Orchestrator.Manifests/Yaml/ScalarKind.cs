namespace Orchestrator.Manifests.Yaml;

internal enum ScalarKind
{
    String,
    Integer,
    Float,
    Boolean,
    Null,
}
