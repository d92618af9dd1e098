using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Contract;

/// <summary>One file of the contract: named definitions that refer to each other.</summary>
internal sealed class ContractDocument(JsonObject root)
{
    private const string Prefix = "#/definitions/";
    private static readonly ConcurrentDictionary<string, ContractDocument> Loaded = new(StringComparer.Ordinal);
    private readonly JsonObject _definitions = root["definitions"]!.AsObject();
    private readonly ConcurrentDictionary<string, ContractSchema> _schemas = new(StringComparer.Ordinal);

    public static ContractDocument Load(string file) => Loaded.GetOrAdd(file, static name => new ContractDocument(Read(name)));

    public static JsonObject Read(string file)
    {
        using var stream = typeof(ContractDocument).Assembly.GetManifestResourceStream($"Contract/{file}")
            ?? throw new FileNotFoundException($"The contract has no file {file}.");
        return JsonNode.Parse(stream, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true })!.AsObject();
    }

    /// <summary>The schema at <c>#/definitions/NAME</c>.</summary>
    public ContractSchema Schema(string pointer) => _schemas.GetOrAdd(pointer, key => new ContractSchema(Definition(key), this));

    public JsonObject Definition(string pointer) =>
        _definitions[pointer[Prefix.Length..]] as JsonObject ?? throw new KeyNotFoundException($"The contract has no definition {pointer}.");
}
