using System.Text.Json.Nodes;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.ClusterApi.Topology;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>Reads the raw kinds: each holds resources of Azure Service Operator, whose specs are ARM bodies in the operator's spelling.</summary>
internal sealed class OperatorResourcesReader : IKindReader
{
    private const string CredentialAnnotation = "serviceoperator.azure.com/credential-from";
    private const string AdoptAnnotation = "sigs.k8s.io/cluster-api-provider-azure-adopt";

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["ResourceGroup"] = "resources.azure.com",
        ["ManagedCluster"] = "containerservice.azure.com",
        ["ManagedClustersAgentPool"] = "containerservice.azure.com",
        ["MaintenanceConfiguration"] = "containerservice.azure.com",
        ["FleetsMember"] = "containerservice.azure.com",
        ["Extension"] = "kubernetesconfiguration.azure.com",
    };

    private OperatorResourcesReader(string kind) => Kind = kind;

    public static IReadOnlyList<IKindReader> All { get; } =
        [new OperatorResourcesReader("AzureASOManagedControlPlane"), new OperatorResourcesReader("AzureASOManagedCluster"), new OperatorResourcesReader("AzureASOManagedMachinePool")];

    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind { get; }

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        spec?.Ignore("controlPlaneEndpoint", "providerIDList");
        return new OperatorResourcesManifest(meta, root.Context.Origins)
        {
            Version = Kind == "AzureASOManagedControlPlane" ? spec?.RequiredString("version", at: "managedCluster.version") : null,
            Resources = spec?.Objects("resources").Select(static (resource, i) => ReadResource(resource, $"resources[{i}].body")).OfType<OperatorResource>().ToList() ?? [],
        };
    }

    private static OperatorResource? ReadResource(ObjectReader resource, string specPath)
    {
        var (apiVersion, kind) = (resource.RequiredString("apiVersion"), resource.RequiredString("kind"));
        resource.Ignore("status");
        var metadata = resource.RequiredObject("metadata");
        metadata?.Ignore("namespace", "labels");
        var annotations = metadata?.StringMap("annotations") ?? new SortedDictionary<string, string>(StringComparer.Ordinal);
        var name = metadata?.RequiredString("name") ?? Sources.Unknown.Text;
        if (!Groups.TryGetValue(kind, out var group) || (!Sources.Unknown.IsIn(apiVersion) && !apiVersion.StartsWith($"{group}/", StringComparison.Ordinal)))
        {
            resource.Ignore("spec");
            resource.Refuse("kind", $"The resource {apiVersion} {kind} is not supported yet.", $"Write one of {string.Join(", ", Groups.Keys.Order(StringComparer.Ordinal))}, or remove it.");
            return null;
        }

        var body = new JsonObject();
        MappingNode? owner = null;
        if (resource.Node("spec") is var (value, path) && Values.Mapping(value, resource.Context, path) is { } spec)
        {
            name = (spec.Find("azureName")?.Value as ScalarNode)?.Value ?? name;
            owner = spec.Find("owner")?.Value as MappingNode;
            resource.Context.Origins.Add(specPath, resource.Context.Locate(value.Offset, path));
            ReadSpec(kind, spec, resource.Context, body, path, specPath);
        }

        return new OperatorResource(kind, name, body, specPath, resource.Location)
        {
            Credential = annotations.GetValueOrDefault(CredentialAnnotation),
            OwnerName = (owner?.Find("name")?.Value as ScalarNode)?.Value,
            OwnerId = (owner?.Find("armId")?.Value as ScalarNode)?.Value,
            Adopt = annotations.GetValueOrDefault(AdoptAnnotation) == "true",
            Headers = ManagedClusterBody.Headers(annotations),
        };
    }

    private static void ReadSpec(string kind, MappingNode spec, ReadContext context, JsonObject body, string path, string specPath)
    {
        if (kind != "ResourceGroup")
        {
            var schema = kind switch
            {
                "ManagedCluster" => ArmSchema.ManagedCluster,
                "ManagedClustersAgentPool" => ArmSchema.AgentPool,
                "FleetsMember" => ArmSchema.FleetMember,
                "Extension" => ArmSchema.ClusterExtension,
                _ => ArmSchema.MaintenanceConfiguration,
            };
            // A member's cluster is the one beside it, by whatever name the operator has it.
            spec = kind == "FleetsMember" && spec.At("clusterResourceReference", "armId") is null ? spec.Without("clusterResourceReference") : spec;
            ManagedClusterBody.ReadOperatorSpec(spec, context, schema, body, path, specPath);
            return;
        }

        var group = new ObjectReader(spec, context, path, specPath);
        group.Ignore("azureName", "operatorSpec", "originalVersion");
        body["location"] = group.RequiredString("location");
        if (group.StringMap("tags") is { Count: > 0 } tags)
        {
            body["tags"] = new JsonObject(tags.Select(static t => KeyValuePair.Create<string, JsonNode?>(t.Key, t.Value)));
        }

        group.Finish();
    }
}
