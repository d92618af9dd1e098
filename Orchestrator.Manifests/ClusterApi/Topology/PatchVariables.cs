using Orchestrator.Manifests.ClusterApi.Topology.Templates;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.ClusterApi.Topology;

/// <summary>What the patches of a class may refer to: the cluster's variables by name, and facts of the cluster below <c>builtin</c>.</summary>
internal sealed class PatchVariables(IReadOnlyDictionary<string, ManifestNode> values)
{
    private readonly Lazy<object?> _root = new(() => Nested(values));

    /// <summary>The value of <c>name</c> or <c>name.member.member</c>; null when there is none.</summary>
    public ManifestNode? Find(string path)
    {
        if (values.TryGetValue(path, out var whole))
        {
            return whole;
        }

        var parts = path.Split('.');
        return values.TryGetValue(parts[0], out var value) ? value.At(parts.AsSpan(1)) : null;
    }

    /// <summary>The Go template carried out.</summary>
    /// <param name="problem">Why it cannot be; then the answer is null.</param>
    public string? Render(string template, out string? problem)
    {
        try
        {
            problem = null;
            return TemplateRun.Render(template, _root.Value);
        }
        catch (TemplateProblem found)
        {
            problem = found.Message;
            return null;
        }
    }

    /// <summary>Names with dots as objects in objects, as templates walk them.</summary>
    private static SortedDictionary<string, object?> Nested(IReadOnlyDictionary<string, ManifestNode> values)
    {
        var root = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (path, value) in values)
        {
            var (holder, parts) = (root, path.Split('.'));
            foreach (var part in parts[..^1])
            {
                if (!holder.TryGetValue(part, out var inner) || inner is not SortedDictionary<string, object?> next)
                {
                    holder[part] = next = new SortedDictionary<string, object?>(StringComparer.Ordinal);
                }

                holder = next;
            }

            holder[parts[^1]] = TemplateValues.Of(value);
        }

        return root;
    }
}
