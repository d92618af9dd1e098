namespace Orchestrator.Contracts.Clusters;

public sealed record SecurityRuleSpec
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Tcp, Udp, Icmp or *.</summary>
    public required string Protocol { get; init; }

    /// <summary>Inbound or Outbound.</summary>
    public string Direction { get; init; } = "Inbound";

    /// <summary>100 to 4096; the lower wins.</summary>
    public required int Priority { get; init; }

    public string SourcePorts { get; init; } = "*";

    public string DestinationPorts { get; init; } = "*";

    public IReadOnlyList<string> Sources { get; init; } = ["*"];

    public string Destination { get; init; } = "*";

    /// <summary>ARM ids of application security groups that stand in for <see cref="Sources"/>; null: none.</summary>
    public IReadOnlyList<string>? SourceGroups { get; init; }

    /// <summary>ARM ids of application security groups that stand in for <see cref="Destination"/>; null: none.</summary>
    public IReadOnlyList<string>? DestinationGroups { get; init; }

    /// <summary>Allow or Deny.</summary>
    public string Action { get; init; } = "Allow";
}
