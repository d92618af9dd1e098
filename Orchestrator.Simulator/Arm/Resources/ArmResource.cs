using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>One resource as the simulator keeps it. Never changed in place: a change is a new record.</summary>
/// <param name="Id">In the casing of the last PUT.</param>
/// <param name="Content">Location, tags, sku, properties and so on as last written, secrets and defaults included; no state, no etag.</param>
/// <param name="Service">What only the service knows: counters, allocations, the moment of creation.</param>
/// <param name="LastOperation">Named in errors about resources that are not ready, such as <c>PutSubnetOperation</c>.</param>
internal sealed record ArmResource(string Id, string Type, string Name, JsonObject Content, JsonObject Service, string State, string ETag, string LastOperation)
{
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
    public const string Canceled = "Canceled";
    public const string Deleting = "Deleting";

    public string Location => Content["location"]?.ToString() ?? "";

    public JsonObject Properties => Content["properties"] as JsonObject ?? [];

    public bool IsDeleting => string.Equals(State, Deleting, StringComparison.Ordinal);

    public bool IsReady => string.Equals(State, Succeeded, StringComparison.Ordinal);
}
