using System.Globalization;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Nodes.Observation;

/// <summary>What of a machine's node is not as it should be.</summary>
/// <param name="Field"><c>Ready</c> or <c>kubeletVersion</c>; null: there is no node.</param>
/// <param name="Since">Since when; null: not known, or it does not matter.</param>
/// <param name="Until">Before that it may pass by itself.</param>
internal sealed record NodeComplaint(string? Field, string? Wanted, string? Found, DateTimeOffset? Since, DateTimeOffset Until)
{
    /// <summary>Why the machine is not replaced for this; null: it is.</summary>
    public string? Held { get; init; }

    /// <summary>Nothing runs there that the cluster could use.</summary>
    public bool IsDown => Field != NodeFields.KubeletVersion;

    public FieldChange Change => new(Field is null ? NodeFields.Node : $"{NodeFields.Node}.{Field}", Found, Wanted);

    /// <summary>In words; the same as long as it lasts.</summary>
    public string Reason => Field switch
    {
        null => "it has no node",
        NodeFields.Ready => string.Create(CultureInfo.InvariantCulture, $"its node is not ready since {Since?.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"),
        _ => $"its kubelet is {Found}, not {Wanted}",
    };
}
