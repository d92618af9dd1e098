using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>Annotations that say how operations on a cluster go about it: the same in every manifest format.</summary>
internal static class OperationAnnotations
{
    internal const string LimitHint = "Write a time from 1m to 720h, such as 45m or 24h.";
    private const string Approvals = "orchestrator/approvals";
    private const string ApprovalTimeout = "orchestrator/approval-timeout";
    private const string OnApprovalTimeout = "orchestrator/on-approval-timeout";
    private const string StepTimeouts = "orchestrator/step-timeouts";
    private const string DeleteForeign = "orchestrator/delete-foreign";

    /// <summary>What may wait for approval, as people write it.</summary>
    internal static readonly IReadOnlyDictionary<string, ApprovalGate> Gates = new Dictionary<string, ApprovalGate>(StringComparer.Ordinal)
    {
        ["delete"] = ApprovalGate.Delete,
        ["roll"] = ApprovalGate.Roll,
        ["control-plane-upgrade"] = ApprovalGate.ControlPlaneUpgrade,
        ["replace"] = ApprovalGate.Replace,
    };

    /// <summary>The kinds of steps that may have a time limit.</summary>
    internal static readonly string[] Kinds =
    [
        OperationPolicySpec.EveryKind, Contracts.Messages.StepTimeouts.Machine,
        .. typeof(StepKinds).GetFields().Select(static f => (string)f.GetRawConstantValue()!)
            .Where(static kind => kind is not (StepKinds.ControlPlane or StepKinds.MachinePool or StepKinds.Node)).Order(StringComparer.Ordinal),
    ];

    /// <param name="metadata">Where the annotations stand.</param>
    /// <param name="annotations">All of them.</param>
    /// <param name="stranger">The document's kind when it is no cluster.</param>
    public static OperationPolicySpec? Read(ObjectReader metadata, IReadOnlyDictionary<string, string> annotations, string? stranger)
    {
        var given = new[] { Approvals, ApprovalTimeout, OnApprovalTimeout, StepTimeouts, DeleteForeign }.Where(annotations.ContainsKey).ToList();
        if (given.Count == 0 || given.Exists(name => Unknown.IsIn(annotations[name])))
        {
            return null;
        }

        if (stranger is not null)
        {
            metadata.Invalid("annotations", $"The annotation {given[0]} means nothing on a {stranger}.", "Write it on the Cluster, KubernetesCluster or ManagedCluster.");
            return null;
        }

        return new OperationPolicySpec
        {
            Approvals = ReadApprovals(metadata, annotations.GetValueOrDefault(Approvals)),
            ApprovalTimeout = Duration(metadata, ApprovalTimeout, annotations.GetValueOrDefault(ApprovalTimeout)) ?? OperationPolicySpec.StandardApprovalTimeout,
            ApproveOnTimeout = ReadOnTimeout(metadata, annotations.GetValueOrDefault(OnApprovalTimeout)),
            DeleteForeign = ReadDeleteForeign(metadata, annotations.GetValueOrDefault(DeleteForeign)),
            StepTimeouts = ReadTimeouts(metadata, annotations.GetValueOrDefault(StepTimeouts)),
        };
    }

    private static List<ApprovalGate> ReadApprovals(ObjectReader metadata, string? text)
    {
        var gates = new List<ApprovalGate>();
        foreach (var name in Items(text))
        {
            if (Gates.TryGetValue(name, out var gate))
            {
                gates.Add(gate);
            }
            else
            {
                metadata.Invalid("annotations", $"The annotation {Approvals} names \"{name}\", which is nothing to approve.", $"Write some of {string.Join(", ", Gates.Keys)}, with commas between.");
            }
        }

        return [.. gates.Distinct().Order()];
    }

    private static bool ReadOnTimeout(ObjectReader metadata, string? text)
    {
        if (text is not (null or "fail" or "approve"))
        {
            metadata.Invalid("annotations", $"The annotation {OnApprovalTimeout} is \"{text}\".", "Write \"fail\" or \"approve\".");
        }

        return text == "approve";
    }

    private static bool ReadDeleteForeign(ObjectReader metadata, string? text)
    {
        if (text is not (null or "enabled" or "disabled"))
        {
            metadata.Invalid("annotations", $"The annotation {DeleteForeign} is \"{text}\".", "Write \"enabled\" to have a deletion take along what others have put into the cluster's resource groups, else \"disabled\".");
        }

        return text == "enabled";
    }

    private static SortedDictionary<string, TimeSpan> ReadTimeouts(ObjectReader metadata, string? text)
    {
        var limits = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var item in Items(text))
        {
            var parts = item.Split('=', 2);
            if (parts.Length != 2 || !Kinds.Contains(parts[0], StringComparer.Ordinal))
            {
                metadata.Invalid(
                    "annotations", $"The annotation {StepTimeouts} has \"{item}\", which is no limit of a kind of step.",
                    $"Write for example \"{OperationPolicySpec.EveryKind}=90m,VirtualMachine=30m\"; the kinds are {string.Join(", ", Kinds)}.");
            }
            else if (Duration(metadata, StepTimeouts, parts[1]) is { } limit)
            {
                limits[parts[0]] = limit;
            }
        }

        return limits;
    }

    /// <summary>At least a minute: Azure does nothing in less.</summary>
    internal static TimeSpan? Limit(string text) =>
        GoDuration.Parse(text) is { } duration && duration >= TimeSpan.FromMinutes(1) && duration <= TimeSpan.FromDays(30) ? duration : null;

    private static TimeSpan? Duration(ObjectReader metadata, string annotation, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Limit(text) is { } limit)
        {
            return limit;
        }

        metadata.Invalid("annotations", $"The annotation {annotation} has the time \"{text}\".", LimitHint);
        return null;
    }

    private static string[] Items(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
