namespace Orchestrator.Simulator;

/// <summary>Where simulated Azure listens on loopback. A port of zero takes a free one.</summary>
public sealed record SimulatorServerOptions
{
    public int ArmPort { get; init; }

    public int KubernetesPort { get; init; }

    public int ProxyPort { get; init; }

    /// <summary>Of the machine's metadata service, the only one without TLS.</summary>
    public int MetadataPort { get; init; }

    /// <summary>Where the certificates are kept from one start to the next; null makes new ones each time.</summary>
    public string? DataFolder { get; init; }
}
