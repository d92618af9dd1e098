using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Yaml;
using YamlDotNet.Core;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>What typed and raw manifests of AKS clusters share.</summary>
internal static class ManagedClusterBody
{
    public const string SpecPath = "managedCluster.body";

    // A resource of the operator has the members of ARM's properties beside these.
    private static readonly string[] Outside = ["location", "tags", "sku", "identity", "extendedLocation", "plan"];
    private static readonly string[] OperatorsOwn = ["azureName", "owner", "operatorSpec", "originalVersion", "$propertyBag"];

    /// <summary>Members that follow from other fields, whatever a patch says.</summary>
    private static readonly (string Field, string Instead)[] SaidElsewhere =
    [
        ("kubernetesVersion", "the 'version' of the AzureManagedControlPlane"), ("agentPoolProfiles", "MachinePools with AzureManagedMachinePools"),
        ("orchestratorVersion", "the 'version' of the MachinePool"), ("count", "the 'replicas' of the MachinePool"),
    ];

    public static string PoolPath(int index) => $"managedCluster.pools[{index}].properties";

    /// <summary>The spec of a resource of Azure Service Operator as an ARM body.</summary>
    public static void ReadOperatorSpec(MappingNode spec, ReadContext context, ArmSchema schema, JsonObject body, string path, string specPath)
    {
        var reader = new ArmBodyReader(context) { TakesOperatorReferences = true };
        var inner = schema.Properties["properties"].Schema;
        foreach (var entry in spec.Entries.Where(static e => !OperatorsOwn.Contains(e.Key, StringComparer.Ordinal)))
        {
            if (schema.Properties.ContainsKey(entry.Key) && Outside.Contains(entry.Key, StringComparer.Ordinal))
            {
                reader.ReadMember(entry, schema, body, path, specPath);
            }
            else
            {
                if (body["properties"] is not JsonObject properties)
                {
                    body["properties"] = properties = [];
                }

                reader.ReadMember(entry, inner, properties, path, $"{specPath}.properties");
            }
        }
    }

    /// <summary>Lays the JSON merge patches in <paramref name="field"/>, each on a whole resource of the operator, over the body.</summary>
    public static void Patch(ObjectReader owner, string field, JsonObject body, ArmSchema schema, string specPath)
    {
        if (owner.Node(field) is not var (value, path) || Values.Sequence(value, owner.Context, path) is not { } patches)
        {
            return;
        }

        for (var i = 0; i < patches.Items.Count; i++)
        {
            var at = JsonPath.Item(path, i);
            if (Values.String(patches.Items[i], owner.Context, at) is { } text && Parse(text, patches.Items[i], owner.Context, at) is MappingNode patch)
            {
                ApplyPatch(patch, owner.Context, body, schema, at, specPath);
            }
        }
    }

    /// <summary>The HTTP headers that annotations ask for.</summary>
    public static SortedDictionary<string, string> Headers(ObjectMeta meta) => Headers(meta.Annotations);

    public static SortedDictionary<string, string> Headers(IReadOnlyDictionary<string, string> annotations) => new(
        annotations.Where(static a => a.Key.StartsWith(ObjectMeta.HeaderAnnotation, StringComparison.Ordinal))
            .ToDictionary(static a => a.Key[ObjectMeta.HeaderAnnotation.Length..], static a => a.Value, StringComparer.Ordinal),
        StringComparer.Ordinal);

    private static void ApplyPatch(MappingNode patch, ReadContext context, JsonObject body, ArmSchema schema, string at, string specPath)
    {
        foreach (var entry in patch.Entries)
        {
            if (entry.Key == "spec" && entry.Value is MappingNode spec)
            {
                var part = new JsonObject();
                ReadOperatorSpec(spec, context, schema, part, at, specPath);
                foreach (var (field, instead) in SaidElsewhere.Where(said => part.At("properties") is JsonObject properties && properties.Remove(said.Field)))
                {
                    context.Error(ErrorCatalog.InvalidValue, context.Locate(spec.Offset, at), $"The patch changes '{field}', which is not read here.", $"Write it as {instead}.");
                }

                body.Merge(part);
            }
            else
            {
                context.Error(
                    ErrorCatalog.UnsupportedFeature, context.Locate(entry.KeyOffset, at), $"The patch changes '{entry.Key}'; only 'spec' can be patched.",
                    "Write {\"spec\": {…}}.");
            }
        }
    }

    /// <summary>JSON is YAML. The text's parts have no places of their own: all stand where the text does.</summary>
    private static ManifestNode? Parse(string text, ManifestNode at, ReadContext context, string path)
    {
        try
        {
            if (EmbeddedYaml.Parse(text, at.Offset, (definition, message, action) => context.Error(definition, context.Locate(at.Offset, path), message, action)) is MappingNode node)
            {
                return node;
            }

            context.Error(ErrorCatalog.InvalidValue, context.Locate(at.Offset, path), "The patch is not a JSON object.", "Write {\"spec\": {…}}.");
        }
        catch (Exception problem) when (problem is YamlException or YamlReadException)
        {
            context.Error(ErrorCatalog.InvalidValue, context.Locate(at.Offset, path), $"The patch is not JSON: {problem.Message}", "Correct its syntax.");
        }

        return null;
    }
}
