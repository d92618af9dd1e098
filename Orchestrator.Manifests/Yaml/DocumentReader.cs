using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;
using Orchestrator.Manifests.Variables;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Manifests.Yaml;

/// <summary>
/// Splits a file into documents. Each is parsed by itself, so that broken syntax in one hides nothing in the next.
/// </summary>
internal sealed class DocumentReader(ExpandedText text, DiagnosticSink sink)
{
    private readonly List<TextProblem> problems = [];
    private int number;

    /// <summary>Grows with the documents that <see cref="Read"/> yields.</summary>
    public DocumentIndex Index { get; } = new(text.Source);

    public IEnumerable<ManifestDocument> Read()
    {
        var whole = text.Text;
        foreach (var (start, end) in Chunks(whole))
        {
            foreach (var document in ReadChunk(whole[start..end], start))
            {
                yield return document;
            }
        }
    }

    // A line that starts with --- begins a document wherever it stands: no scalar may hold one in the first column.
    private static IEnumerable<(int Start, int End)> Chunks(string text)
    {
        var start = 0;
        for (var line = NextLine(text, 0); line < text.Length; line = NextLine(text, line))
        {
            if (IsMarker(text, line))
            {
                yield return (start, line);
                start = line;
            }
        }

        yield return (start, text.Length);
    }

    private static int NextLine(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end + 1;
    }

    private static bool IsMarker(string text, int at) =>
        string.CompareOrdinal(text, at, "---", 0, 3) == 0 && (at + 3 >= text.Length || char.IsWhiteSpace(text[at + 3]));

    private List<ManifestDocument> ReadChunk(string chunk, int start)
    {
        var documents = new List<ManifestDocument>();
        var before = number;
        try
        {
            var parser = new GuardedParser(chunk);
            while (parser.MoveNext())
            {
                if (parser.Current is DocumentStart)
                {
                    parser.MoveNext();
                    Begin(start);
                    documents.Add(new ManifestDocument(text.Source, number, Compose(parser, start)));
                    Index.Add(documents[^1]);
                    Flush();
                }
            }
        }
        catch (YamlException problem)
        {
            if (number == before)
            {
                Begin(start);
            }

            Report(ErrorCatalog.InvalidYaml, ToOriginal(start, problem.Start), $"Not valid YAML: {Reason(problem)}", "Correct the syntax here.");
        }
        catch (YamlReadException problem)
        {
            Report(ErrorCatalog.InvalidYaml, problem.Offset, problem.Message, "Correct the document here.");
        }

        Flush();
        return documents;
    }

    // Problems wait until their document is indexed, which knows their paths.
    private void Flush()
    {
        problems.ForEach(p => sink.Error(p.Definition, Index.Locate(p.Offset), p.Message, p.Action));
        problems.Clear();
    }

    private void Begin(int start) => Index.Begin(text.ToOriginal(start), ++number);

    private ManifestNode Compose(GuardedParser parser, int start) =>
        new NodeComposer(parser, mark => ToOriginal(start, mark), Report).Compose();

    private int ToOriginal(int start, Mark mark) => text.ToOriginal(start + (int)mark.Index);

    private void Report(ErrorDefinition definition, int offset, string message, string action) =>
        problems.Add(new TextProblem(definition, offset, message, action));

    private static string Reason(YamlException problem)
    {
        var reason = problem.Message;
        // YamlDotNet prefixes its own position, which counts in the substituted text.
        var colon = reason.StartsWith('(') ? reason.IndexOf("): ", StringComparison.Ordinal) : -1;
        reason = colon < 0 ? reason : reason[(colon + 3)..];
        return reason.EndsWith('.') ? reason : reason + ".";
    }
}
