namespace Orchestrator.Simulator.Contract;

/// <summary>A body breaks the contract at one place.</summary>
public sealed class ContractViolationException(string path, string message, bool unknownMember = false) : Exception($"{message} Path '{path}'.")
{
    /// <summary>Where, such as <c>properties.subnets[0].name</c>; empty for the body itself.</summary>
    public string Path { get; } = path;

    /// <summary>The message without the path.</summary>
    public string Reason { get; } = message;

    /// <summary>True when the member itself is not in the contract.</summary>
    public bool UnknownMember { get; } = unknownMember;
}
