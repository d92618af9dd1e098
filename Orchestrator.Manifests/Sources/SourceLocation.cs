namespace Orchestrator.Manifests.Sources;

/// <summary>A place in the input as the user wrote it: line and column from 1, JSON path inside the document.</summary>
public sealed record SourceLocation(string File, int? Document, int Line, int Column, string? Path);
