using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Embedded.Storage;

/// <summary>How one commit is written to the journal.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IncludeFields = true)]
[JsonSerializable(typeof(List<JournalEntry>))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    public static byte[] Write(List<JournalEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(entries, Default.ListJournalEntry);

    public static List<JournalEntry> Read(byte[] content) => JsonSerializer.Deserialize(content, Default.ListJournalEntry)!;
}
