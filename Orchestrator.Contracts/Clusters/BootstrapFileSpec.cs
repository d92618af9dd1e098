namespace Orchestrator.Contracts.Clusters;

/// <summary>A file on the machine: its content, or the secret that holds it.</summary>
public sealed record BootstrapFileSpec
{
    public required string Path { get; init; }

    public string? Owner { get; init; }

    public string? Permissions { get; init; }

    /// <summary>base64, gzip or gzip+base64; null: plain text.</summary>
    public string? Encoding { get; init; }

    public bool Append { get; init; }

    public string? Content { get; init; }

    /// <summary><c>name/key</c> of a secret; the generated <c>…-azure-json</c> secrets are made by us.</summary>
    public string? SecretName { get; init; }

    public string? SecretKey { get; init; }
}
