using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Contract;

/// <summary>All operations that the contract declares, found by method and path.</summary>
public sealed class OperationCatalog
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;
    private static readonly Lazy<OperationCatalog> Loaded = new(static () => new OperationCatalog());
    private readonly Dictionary<(string Method, string Provider, int Length), List<Entry>> _entries = [];

    private OperationCatalog()
    {
        foreach (var file in new[] { "operations.json", "supplement.json" })
        {
            foreach (var operation in ContractDocument.Read(file)[file.StartsWith('o') ? "types" : "operations"]!.AsObject().SelectMany(static type => type.Value!.AsArray()))
            {
                Add(operation!.AsObject());
            }
        }
    }

    public static OperationCatalog Instance => Loaded.Value;

    /// <summary>The operation that a request means; null when the contract declares none.</summary>
    /// <param name="path">Without host and query.</param>
    public ContractOperation? Find(string method, string path)
    {
        var (scope, rest) = Split(path);
        return _entries.GetValueOrDefault(Key(method, rest))?
            .Where(entry => Fits(entry.Rest, rest) && (entry.IsAnyScope || Fits(entry.Scope, scope)))
            .OrderBy(static entry => entry.IsAnyScope).ThenByDescending(static entry => entry.Rest.Count(static part => part[0] != '{')).FirstOrDefault()?.Operation;
    }

    private static (string Method, string Provider, int Length) Key(string method, string[] rest) => (method.ToUpperInvariant(), rest.Length > 0 ? rest[0].ToLowerInvariant() : "", rest.Length);

    private static bool Fits(string[] template, string[] path)
    {
        if (template.Length != path.Length)
        {
            return false;
        }

        for (var i = 0; i < template.Length; i++)
        {
            if (template[i][0] != '{' && !template[i].Equals(path[i], AnyCase))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a path apart at its last <c>providers</c>; all of a path without providers is scope.</summary>
    private static (string[] Scope, string[] Type) Split(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindLastIndex(parts, static part => part.Equals("providers", AnyCase));
        return at < 0 ? (parts, []) : (parts[..at], parts[(at + 1)..]);
    }

    private void Add(JsonObject declared)
    {
        var (scope, rest) = Split(declared["path"]!.ToString());
        var isAnyScope = scope is [['{', ..]];
        if (rest.Length == 0 && isAnyScope)
        {
            return;
        }

        var key = Key(declared["method"]!.ToString(), rest);
        if (!_entries.TryGetValue(key, out var entries))
        {
            _entries[key] = entries = [];
        }

        entries.Add(new Entry(scope, rest, isAnyScope, Read(declared)));
    }

    private static ContractOperation Read(JsonObject declared) => new(
        declared["operationId"]!.ToString(),
        declared["type"]!.ToString(),
        declared["file"]!.ToString(),
        declared["body"]?["schema"]?["$ref"]?.ToString(),
        declared["responses"]!.AsObject()
            .Where(static response => int.TryParse(response.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status < 400)
            .ToDictionary(static response => int.Parse(response.Key, CultureInfo.InvariantCulture), static response => response.Value?["schema"]?["$ref"]?.ToString()));

    private sealed record Entry(string[] Scope, string[] Rest, bool IsAnyScope, ContractOperation Operation);
}
