namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>What the links of the management API carry in their query: the task hub, its connection, and the key that opens it.</summary>
internal sealed record HubAddress(string TaskHub, string SystemKey)
{
    /// <summary>The name of the storage connection that Durable Functions uses where the app names none.</summary>
    private const string DefaultConnection = "Storage";

    /// <summary>The query string, with another task hub and connection if the caller named them.</summary>
    public string Query(string? taskHub = null, string? connection = null) =>
        $"taskHub={Escape(taskHub, TaskHub)}&connection={Escape(connection, DefaultConnection)}&code={Uri.EscapeDataString(SystemKey)}";

    private static string Escape(string? given, string otherwise) => Uri.EscapeDataString(string.IsNullOrWhiteSpace(given) ? otherwise : given);
}
