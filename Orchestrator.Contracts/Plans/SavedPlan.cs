using Orchestrator.Contracts.Messages;

namespace Orchestrator.Contracts.Plans;

/// <summary>
/// What <c>orc plan --out</c> writes and <c>orc apply FILE</c> carries out: the input with the plans that were made of it. It holds the input whole,
/// secrets in it included.
/// </summary>
public sealed record SavedPlan
{
    public const string Version = "orchestrator/v1alpha1";
    public const string KindName = "Plan";

    public string ApiVersion { get; init; } = Version;

    public string Kind { get; init; } = KindName;

    public required ApplyRequest Request { get; init; }

    public required IReadOnlyList<ClusterPlan> Plans { get; init; }
}
