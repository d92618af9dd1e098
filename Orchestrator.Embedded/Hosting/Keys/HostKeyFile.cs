namespace Orchestrator.Embedded.Hosting.Keys;

/// <summary>host-keys.json: the secrets that callers present.</summary>
internal sealed record HostKeyFile
{
    /// <summary>Opens every endpoint.</summary>
    public required string MasterKey { get; init; }

    /// <summary>Opens the webhooks under /runtime.</summary>
    public required string SystemKey { get; init; }

    /// <summary>Opens every function.</summary>
    public required string HostKey { get; init; }

    /// <summary>Further keys that open every function, by names of the operator's choice: one for each caller.</summary>
    public IReadOnlyDictionary<string, string> HostKeys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Opens one function each, by function name.</summary>
    public IReadOnlyDictionary<string, string> FunctionKeys { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
