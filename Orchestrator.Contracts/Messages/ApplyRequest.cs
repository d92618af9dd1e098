namespace Orchestrator.Contracts.Messages;

/// <summary>JSON body of <c>POST /api/apply</c> with media type <see cref="MediaType"/>: several files and the values of the variables they use. Plain YAML or JSON manifests are taken too.</summary>
public sealed record ApplyRequest(IReadOnlyList<ManifestFile> Files, IReadOnlyDictionary<string, string>? Variables = null)
{
    public const string MediaType = "application/vnd.orchestrator.apply+json";
}
