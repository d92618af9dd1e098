using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Embedded.Storage.Formats;

/// <summary>How format 2 wrote one commit to the journal table.</summary>
[JsonSourceGenerationOptions(IncludeFields = true)]
[JsonSerializable(typeof(List<JournalEntry>))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    public static List<JournalEntry> Read(byte[] content) => JsonSerializer.Deserialize(content, Default.ListJournalEntry)!;
}
