using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Yaml;

/// <summary>One document of a file; <c>Number</c> counts from 1.</summary>
internal sealed record ManifestDocument(SourceText Source, int Number, ManifestNode Root, string RootPath = "$")
{
    public SourceLocation Locate(int offset, string path) => Source.Locate(offset, Number, path);
}
