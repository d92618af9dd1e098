using System.Text;

namespace Orchestrator.Manifests.Variables;

/// <summary>Splits a text into literals and <c>${…}</c> expressions; words of expressions may hold expressions again.</summary>
internal sealed class TemplateParser(string text)
{
    private const int MaximumDepth = 32;

    // After so many the text is no template; reading on as plain text keeps the time linear.
    private const int MaximumMalformed = 20;

    // Longest first: the first that fits is taken.
    private static readonly string[] Operators = [":=", ":-", ":?", ":+", "%%", "##", "//", "^^", ",,", "=", "-", "?", "+", "%", "#", "/", "^", ","];

    private int position;
    private int malformed;

    public static IReadOnlyList<TemplatePart> Parse(string text) => new TemplateParser(text).ReadParts(0)!;

    // Inside a word the parts end at the closing brace; null when that never comes.
    private List<TemplatePart>? ReadParts(int depth)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        var start = position;
        while (position < text.Length)
        {
            if (depth > 0 && text[position] == '}')
            {
                Flush();
                return parts;
            }

            if (malformed >= MaximumMalformed || (!At("$$") && !At("${")))
            {
                literal.Append(text[position++]);
                continue;
            }

            Flush();
            parts.Add(At("$$") ? ReadEscape() : ReadExpression(depth));
            start = position;
        }

        Flush();
        return depth == 0 ? parts : null;

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new TemplatePart.Literal(start, literal.ToString(), Verbatim: true));
                literal.Clear();
            }
        }
    }

    private TemplatePart.Literal ReadEscape()
    {
        position += 2;
        return new TemplatePart.Literal(position - 2, "$", Verbatim: false);
    }

    private TemplatePart ReadExpression(int depth)
    {
        var start = position;
        position += 2;
        var name = ReadName();
        if (name.Length > 0 && depth < MaximumDepth)
        {
            var found = At("}") ? string.Empty : Array.Find(Operators, At);
            position += found?.Length ?? 0;
            if (found is not null && ReadParts(depth + 1) is { } word)
            {
                position++;
                return new TemplatePart.Expression(start, name, found, word);
            }
        }

        malformed++;
        // An expression that ran to the end of the text leaves the ones around it open too: only the outermost is read again.
        position = position == text.Length && depth > 0 ? position : start + 2;
        var end = text.IndexOfAny(['}', '\n'], start);
        var shown = end < 0 ? text[start..] : text[start..(end + (text[end] == '}' ? 1 : 0))];
        return new TemplatePart.Malformed(start, shown);
    }

    private string ReadName()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetter(text[position]) || text[position] == '_' || (position > start && char.IsAsciiDigit(text[position]))))
        {
            position++;
        }

        return text[start..position];
    }

    private bool At(string token) => string.CompareOrdinal(text, position, token, 0, token.Length) == 0;
}
