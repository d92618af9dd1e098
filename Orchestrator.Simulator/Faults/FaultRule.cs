namespace Orchestrator.Simulator.Faults;

/// <summary>When a fault strikes. What is null matches everything; text matches in any casing.</summary>
public sealed record FaultRule
{
    public required Fault Fault { get; init; }

    /// <summary>An HTTP method such as <c>PUT</c>.</summary>
    public string? Method { get; init; }

    /// <summary>Such as <c>Microsoft.Network/virtualNetworks/subnets</c>.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The resource's name, its last part for a child.</summary>
    public string? Name { get; init; }

    /// <summary>Lets this many matches pass first: 2 strikes the third.</summary>
    public int Skip { get; init; }

    /// <summary>How often it strikes before it is spent; null never ends.</summary>
    public int? Times { get; init; } = 1;

    internal bool Matches(string method, string type, string name) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (ResourceType is null || ResourceType.Equals(type, StringComparison.OrdinalIgnoreCase))
        && (Name is null || Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
