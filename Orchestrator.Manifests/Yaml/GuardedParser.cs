using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Manifests.Yaml;

/// <summary>YamlDotNet answers some broken texts with exceptions of other kinds (InvalidOperationException from the scanner); they become YAML errors too.</summary>
internal sealed class GuardedParser(string text) : IParser
{
    private readonly Parser parser = new(new StringReader(text));

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        var last = parser.Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext();
        }
        catch (Exception problem) when (problem is not YamlException)
        {
            throw new YamlException(last, last, "What follows cannot be read", problem);
        }
    }
}
