using System.Text;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Variables;

/// <summary>A text after substitution that still knows where each character came from.</summary>
internal sealed class ExpandedText(SourceText source)
{
    private readonly StringBuilder text = new();
    private readonly List<int> starts = [];
    private readonly List<(int Original, bool Verbatim)> segments = [];

    public SourceText Source { get; } = source;

    public string Text => text.ToString();

    /// <summary><paramref name="verbatim"/>: the characters stand one by one in the source; otherwise all of them come from one place.</summary>
    public void Append(string value, int original, bool verbatim)
    {
        starts.Add(text.Length);
        segments.Add((original, verbatim));
        text.Append(value);
    }

    public int ToOriginal(int offset)
    {
        if (starts.Count == 0)
        {
            return 0;
        }

        var found = starts.BinarySearch(offset);
        var index = found >= 0 ? found : ~found - 1;
        // A replaced value of no characters starts where the next segment does; that next one holds the character.
        while (index + 1 < starts.Count && starts[index + 1] == offset)
        {
            index++;
        }

        var (original, verbatim) = segments[index];
        return Math.Min(verbatim ? original + offset - starts[index] : original, Source.Text.Length);
    }
}
