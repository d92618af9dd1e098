using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>The words of a query, one after the other.</summary>
internal sealed partial class GraphTokens
{
    private readonly List<string> _tokens;
    private int _next;

    public GraphTokens(string query)
    {
        var matches = Token().Matches(query);
        if (matches.Sum(static match => match.Length) != query.Count(static c => !char.IsWhiteSpace(c)) + matches.Sum(static match => match.Value.Count(char.IsWhiteSpace)))
        {
            throw ResourceGraph.Invalid("The query has characters that the parser does not know.");
        }

        _tokens = [.. matches.Select(static match => match.Value)];
    }

    public bool IsEnd => _next >= _tokens.Count;

    public string? Peek => IsEnd ? null : _tokens[_next];

    public string Take() => IsEnd ? throw ResourceGraph.Invalid("The query ends too early.") : _tokens[_next++];

    /// <summary>Takes the next word if it is this one, in any casing.</summary>
    public bool TryTake(string word)
    {
        if (!string.Equals(Peek, word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _next++;
        return true;
    }

    public void Expect(string word)
    {
        if (!TryTake(word))
        {
            throw ResourceGraph.Invalid($"Expected '{word}' but found '{Peek ?? "the end"}'.");
        }
    }

    /// <summary>The text of a quoted literal, or the word as it is.</summary>
    public string TakeLiteral()
    {
        var token = Take();
        return token[0] is '\'' or '"' ? token[1..^1] : token;
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|=~|!~|==|!=|>=|<=|!in~?|in~|[A-Za-z_][A-Za-z0-9_]*|\d+|[|,.()\[\]<>=]""", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
