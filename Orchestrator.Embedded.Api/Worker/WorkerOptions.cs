using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Options of the worker.</summary>
public class WorkerOptions
{
    /// <summary>Serializes inputs and outputs; by default System.Text.Json that reads names without regard to case.</summary>
    public ObjectSerializer? Serializer { get; set; }

    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>();

    [Obsolete("User code exceptions are always surfaced.")]
    public bool EnableUserCodeException { get; set; } = true;

    public bool IncludeEmptyEntriesInMessagePayload { get; set; }
}
