using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Sources;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.Reading;

/// <summary>What the readers of one document share.</summary>
internal sealed class ReadContext(ManifestDocument document, DiagnosticSink sink, bool takesPlainScalarsAsText)
{
    public SpecOrigins Origins { get; } = new();

    /// <summary>The Kubernetes API refuses a number where a string belongs; our own manifest takes it as written.</summary>
    public bool TakesPlainScalarsAsText { get; } = takesPlainScalarsAsText;

    /// <summary>The document is a secret: its values stay out of messages.</summary>
    public bool HidesValues { get; init; }

    public SourceLocation Locate(int offset, string path) => document.Locate(offset, path);

    public void Error(ErrorDefinition definition, SourceLocation at, string message, string action) => sink.Error(definition, at, message, action);

    public void Warning(ErrorDefinition definition, SourceLocation at, string message, string action) => sink.Warning(definition, at, message, action);
}
