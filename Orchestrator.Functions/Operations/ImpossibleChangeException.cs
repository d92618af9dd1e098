using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.Operations;

/// <summary>A change that the cluster's spec does not allow, with every reason.</summary>
public sealed class ImpossibleChangeException(IReadOnlyList<Diagnostic> reasons) : Exception("The change is not possible.")
{
    public IReadOnlyList<Diagnostic> Reasons { get; } = reasons;
}
