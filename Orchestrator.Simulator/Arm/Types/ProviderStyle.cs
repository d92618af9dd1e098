namespace Orchestrator.Simulator.Arm.Types;

/// <summary>What the resource types of one provider have in common on the wire.</summary>
/// <param name="CreatingState">The state of a resource while it is first made: Network says Updating even then.</param>
/// <param name="WriteRetryAfter">Seconds that an accepted PUT asks the client to wait.</param>
internal sealed record ProviderStyle(string Namespace, string CreatingState, int WriteRetryAfter, int DeleteRetryAfter, bool HasETags)
{
    public static readonly ProviderStyle Network = new("Microsoft.Network", "Updating", 1, 10, HasETags: true);
    public static readonly ProviderStyle Compute = new("Microsoft.Compute", "Creating", 10, 10, HasETags: true);
    public static readonly ProviderStyle Resources = new("Microsoft.Resources", "Accepted", 15, 15, HasETags: false);
    public static readonly ProviderStyle ManagedIdentity = new("Microsoft.ManagedIdentity", "Accepted", 0, 0, HasETags: false);
    public static readonly ProviderStyle Authorization = new("Microsoft.Authorization", "Accepted", 0, 0, HasETags: false);

    public bool IsNetwork => this == Network;

    public bool IsCompute => this == Compute;

    /// <summary>An etag as this provider writes it.</summary>
    public string ETag(Guid value) => IsNetwork ? $"W/\"{value}\"" : $"\"{value}\"";
}
