namespace Orchestrator.Manifests.Sources;

/// <summary>The original text of a file; turns offsets into lines and columns.</summary>
internal sealed class SourceText
{
    private readonly List<int> lineStarts = [0];

    public SourceText(string file, string text)
    {
        File = file;
        Text = text.StartsWith('\uFEFF') ? text[1..] : text;
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\n' || (Text[i] == '\r' && (i + 1 == Text.Length || Text[i + 1] != '\n')))
            {
                lineStarts.Add(i + 1);
            }
        }
    }

    public string File { get; }

    public string Text { get; }

    public SourceLocation Locate(int offset, int? document = null, string? path = null)
    {
        var found = lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new SourceLocation(File, document, line + 1, offset - lineStarts[line] + 1, path);
    }
}
