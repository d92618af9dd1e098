using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Engine.History;

/// <summary>How history is written to storage.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(List<HistoryEvent>))]
[JsonSerializable(typeof(TaskFailureDetails))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    public static string Write(HistoryEvent value) => JsonSerializer.Serialize(value, Default.HistoryEvent);

    public static string Write(List<HistoryEvent> value) => JsonSerializer.Serialize(value, Default.ListHistoryEvent);

    public static HistoryEvent ReadEvent(string text) => JsonSerializer.Deserialize(text, Default.HistoryEvent)!;

    public static List<HistoryEvent> ReadEvents(string text) => JsonSerializer.Deserialize(text, Default.ListHistoryEvent)!;
}
