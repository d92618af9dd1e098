namespace Orchestrator.Embedded.Storage;

/// <summary>The order of texts in SQLite's tables: by code point. Ordinal order differs above U+D800.</summary>
internal sealed class TableOrder : IComparer<string>
{
    public static TableOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var common = x.AsSpan().CommonPrefixLength(y);
        return common < x?.Length && common < y?.Length
            ? Weight(x[common]).CompareTo(Weight(y[common]))
            : (x?.Length ?? 0).CompareTo(y?.Length ?? 0);
    }

    // Surrogates stand for code points above all others.
    private static int Weight(char value) => char.IsSurrogate(value) ? value + char.MaxValue : value;
}
