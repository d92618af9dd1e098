using System.Text.Json.Serialization;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Messages;

/// <summary>JSON body of <c>POST /api/apply</c> with media type <see cref="MediaType"/>: several files and the values of the variables they use. Plain YAML or JSON manifests are taken too.</summary>
public sealed record ApplyRequest(IReadOnlyList<ManifestFile> Files, IReadOnlyDictionary<string, string>? Variables = null)
{
    public const string MediaType = "application/vnd.orchestrator.apply+json";

    /// <summary>Kubernetes' label selector as text: only the clusters that it matches are applied. What they share is kept, and all of the input is checked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Selector { get; init; }

    /// <summary>With these, exactly these plans are carried out, one for each cluster of the files, or nothing is.</summary>
    public IReadOnlyList<ExpectedPlan>? ExpectedPlans { get; init; }
}
