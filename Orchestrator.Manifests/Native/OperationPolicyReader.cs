using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Native;

/// <summary>The native <c>spec.operations</c>: what the annotations of <see cref="OperationAnnotations"/> say, as fields.</summary>
internal static class OperationPolicyReader
{
    /// <param name="owner">The spec.</param>
    /// <param name="annotated">What annotations say; null: nothing.</param>
    /// <returns>Null when neither says anything.</returns>
    public static OperationPolicySpec? Read(ObjectReader owner, OperationPolicySpec? annotated)
    {
        const string member = "operations";
        if (owner.Object(member, at: string.Empty) is not { } operations)
        {
            return annotated;
        }

        if (annotated is not null)
        {
            owner.Invalid(member, "How operations go about it stands in the spec and in annotations.", "Keep one of them.");
        }

        var isEmpty = !operations.Names.Any();
        var policy = new OperationPolicySpec
        {
            Approvals = Approvals(operations),
            ApprovalTimeout = Limit(operations, "approvalTimeout") ?? OperationPolicySpec.StandardApprovalTimeout,
            ApproveOnTimeout = operations.Choice("onApprovalTimeout", ["fail", "approve"]) == "approve",
            StepTimeouts = operations.Object("stepTimeouts") is { } limits ? StepTimeouts(limits) : [],
        };
        return isEmpty ? annotated : policy;
    }

    private static List<ApprovalGate> Approvals(ObjectReader operations)
    {
        const string member = "approvals";
        var gates = new SortedSet<ApprovalGate>();
        foreach (var (place, name) in operations.Strings(member).Index())
        {
            if (OperationAnnotations.Gates.TryGetValue(name, out var gate))
            {
                gates.Add(gate);
            }
            else if (!Unknown.IsIn(name))
            {
                operations.Context.Error(
                    ErrorCatalog.InvalidValue, operations.LocateItem(member, place), $"\"{name}\" is nothing to approve.", $"Write some of {string.Join(", ", OperationAnnotations.Gates.Keys)}.");
            }
        }

        return [.. gates];
    }

    private static SortedDictionary<string, TimeSpan> StepTimeouts(ObjectReader limits)
    {
        var read = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var kind in OperationAnnotations.Kinds)
        {
            if (Limit(limits, kind) is { } limit)
            {
                read[kind] = limit;
            }
        }

        return read;
    }

    private static TimeSpan? Limit(ObjectReader reader, string name)
    {
        if (reader.String(name) is not { } text || Unknown.IsIn(text))
        {
            return null;
        }

        if (OperationAnnotations.Limit(text) is { } limit)
        {
            return limit;
        }

        reader.Invalid(name, $"'{name}' is the time \"{text}\".", OperationAnnotations.LimitHint);
        return null;
    }
}
