using Orchestrator.Contracts.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Manifests.Yaml;

/// <summary>YAML or JSON inside a string of a manifest.</summary>
internal static class EmbeddedYaml
{
    /// <summary>The first document of <paramref name="text"/>; all of it counts as standing at <paramref name="offset"/>. Null: there is none.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    /// <exception cref="YamlReadException">It is too deep or too large.</exception>
    public static ManifestNode? Parse(string text, int offset, Action<ErrorDefinition, string, string> report)
    {
        var parser = new GuardedParser(text);
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart)
            {
                parser.MoveNext();
                return new NodeComposer(parser, _ => offset, (definition, _, message, action) => report(definition, message, action)).Compose();
            }
        }

        return null;
    }
}
