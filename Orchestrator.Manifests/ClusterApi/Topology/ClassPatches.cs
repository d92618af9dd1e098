using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Yaml;
using YamlDotNet.Core;

namespace Orchestrator.Manifests.ClusterApi.Topology;

/// <summary>The patches of a ClusterClass, applied to its templates for one cluster.</summary>
internal sealed class ClassPatches(ManifestDocument document, DiagnosticSink sink)
{
    private const int LongestShown = 80;

    /// <param name="template">The whole template document.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="role">controlPlane, infrastructureCluster, or the name of a machine pool class.</param>
    /// <param name="variables">Of the cluster.</param>
    public MappingNode Apply(MappingNode template, string kind, string role, PatchVariables variables)
    {
        foreach (var patch in Items(document.Root.At("spec", "patches")))
        {
            if (patch.At("external") is { } external)
            {
                Refuse(external, "Patches by an external extension are not supported.", "Write the patch inline.");
            }

            if (!IsEnabled(patch, variables))
            {
                continue;
            }

            foreach (var definition in Items(patch.At("definitions")).Where(d => Selects(d.At("selector"), kind, role)))
            {
                foreach (var operation in Items(definition.At("jsonPatches")))
                {
                    template = Apply(template, operation, variables);
                }
            }
        }

        return template;
    }

    private bool IsEnabled(ManifestNode patch, PatchVariables variables)
    {
        if (patch.At("enabledIf") is not ScalarNode condition)
        {
            return true;
        }

        if (variables.Render(condition.Value, out var problem) is { } text)
        {
            return text.Trim() == "true";
        }

        RefuseTemplate(condition, problem!);
        return false;
    }

    private static bool Selects(ManifestNode? selector, string kind, string role)
    {
        if (selector.TextAt("kind") != kind)
        {
            return false;
        }

        var match = selector.At("matchResources");
        return role switch
        {
            "controlPlane" or "infrastructureCluster" => match.TextAt(role) == "true",
            _ => Items(match.At("machinePoolClass", "names")).OfType<ScalarNode>().Any(name => name.Value == role || name.Value == "*"),
        };
    }

    private MappingNode Apply(MappingNode template, ManifestNode operation, PatchVariables variables)
    {
        var (op, path) = (operation.TextAt("op"), operation.TextAt("path"));
        var value = op == "remove" ? null : ValueOf(operation, variables);
        if (op is not ("add" or "replace" or "remove") || path is null || !path.StartsWith("/spec", StringComparison.Ordinal))
        {
            Refuse(operation, "A patch has an op of add, replace or remove and a path below /spec.", "Correct op and path.");
            return template;
        }

        if (op != "remove" && value is null)
        {
            return template;
        }

        var pointer = path[1..].Split('/').Select(static p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        if (NodeEdit.Patch(template, pointer, value, mustExist: op == "replace") is MappingNode patched)
        {
            return patched;
        }

        Refuse(operation, $"The path {path} leads to nothing in the template that can be {(op == "remove" ? "removed" : op == "add" ? "added to" : "replaced")}.", "Correct the path, or add what holds it first.");
        return template;
    }

    private ManifestNode? ValueOf(ManifestNode operation, PatchVariables variables)
    {
        if (operation.At("value") is { } value)
        {
            return value;
        }

        if (operation.At("valueFrom", "variable") is ScalarNode variable)
        {
            return variables.Find(variable.Value) ?? Refuse(variable, $"The variable '{variable.Value}' has no value.", "Set it in the cluster's topology, or give it a default in the class.");
        }

        if (operation.At("valueFrom", "template") is not ScalarNode template)
        {
            return Refuse(operation, "The patch has no value.", "Write value, valueFrom.variable or valueFrom.template.");
        }

        if (variables.Render(template.Value, out var problem) is not { } text)
        {
            return RefuseTemplate(template, problem!);
        }

        try
        {
            return EmbeddedYaml.Parse(text, template.Offset, (definition, message, action) => sink.Error(definition, document.Locate(template.Offset, "$"), message, action));
        }
        catch (Exception unreadable) when (unreadable is YamlException or YamlReadException)
        {
            return Refuse(template, $"The template is not YAML: {unreadable.Message}", "Correct its syntax.");
        }
    }

    private ManifestNode? RefuseTemplate(ScalarNode template, string problem)
    {
        var line = template.Value.Trim().ReplaceLineEndings(" ");
        return Refuse(template, $"The template \"{(line.Length <= LongestShown ? line : line[..LongestShown] + "…")}\" cannot be carried out: {problem}.", "Correct it, or give the variable a value in the cluster's topology or a default in the class.");
    }

    private ManifestNode? Refuse(ManifestNode at, string message, string action)
    {
        sink.Error(ErrorCatalog.InvalidValue, document.Locate(at.Offset, "$.spec.patches"), message, action);
        return null;
    }

    private static IEnumerable<ManifestNode> Items(ManifestNode? node) => (node as SequenceNode)?.Items ?? [];
}
