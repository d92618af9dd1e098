using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.ClusterApi.Topology;

/// <summary>
/// Turns each AKS cluster that is written by its class into the documents that the class and its templates stand for. Classes and templates have to be in the
/// same input; they are not kept.
/// </summary>
internal sealed class ClusterTopologies(IReadOnlyList<ManifestDocument> documents, DiagnosticSink sink)
{
    private static readonly string[] ControlPlanes = ["AzureManagedControlPlaneTemplate", "AzureASOManagedControlPlaneTemplate"];
    private readonly HashSet<ManifestDocument> used = new(ReferenceEqualityComparer.Instance);

    /// <summary>All documents, with those of classes in place of classes and templates that a cluster uses.</summary>
    public IReadOnlyList<ManifestDocument> Expand()
    {
        var expanded = documents.SelectMany(Expand).ToList();
        return [.. expanded.Where(document => !used.Contains(document))];
    }

    private IEnumerable<ManifestDocument> Expand(ManifestDocument document)
    {
        if (document.Root is not MappingNode root || Kind(root) != "Cluster" || root.At("spec", "topology") is not MappingNode topology)
        {
            return [document];
        }

        var (name, space) = (root.TextAt("metadata", "name") ?? string.Empty, root.TextAt("metadata", "namespace") ?? "default");
        if (topology.TextAt("class") is not { } className || Find("ClusterClass", className, topology.TextAt("classNamespace") ?? space) is not { } owner)
        {
            var at = topology.At("class") ?? topology;
            sink.Error(
                ErrorCatalog.BrokenReference, document.Locate(at.Offset, "$.spec.topology.class"), $"There is no ClusterClass '{topology.TextAt("class")}' in namespace '{space}' of the input.",
                "Add the class with its templates to the input: they are not kept between applies.");

            // The cluster is still one by class: nothing else is missing.
            return [document with { Root = root.With("spec", ((MappingNode)root.At("spec")!).With("topology", new ScalarNode(topology.Offset, string.Empty, ScalarKind.Null))) }];
        }

        // Classes of kubeadm clusters are told to be unsupported where the cluster is read.
        return ControlPlanes.Contains(owner.Root.TextAt("spec", "controlPlane", "ref", "kind"), StringComparer.Ordinal)
            ? Instantiate(document, root, topology, owner, name, space)
            : [document];
    }

    private List<ManifestDocument> Instantiate(ManifestDocument document, MappingNode root, MappingNode topology, ManifestDocument owner, string name, string space)
    {
        CheckFields(document, topology);
        CheckVariables(document, owner, topology);
        used.Add(owner);
        var (patches, variables) = (new ClassPatches(owner, sink), Variables(owner, root, topology, name, space));
        var result = new List<ManifestDocument>();
        var controlPlane = Make(owner, owner.Root.At("spec", "controlPlane", "ref"), "controlPlane", name, space, new PatchVariables(variables), patches, result, topology.At("version"));
        var infrastructure = Make(owner, owner.Root.At("spec", "infrastructure", "ref"), "infrastructureCluster", name, space, new PatchVariables(variables), patches, result);
        foreach (var pool in Items(topology.At("workers", "machinePools")).OfType<MappingNode>())
        {
            AddPool(document, owner, topology, pool, name, space, variables, patches, result);
        }

        var spec = ((MappingNode)root.At("spec")!).Without("topology");
        foreach (var (field, reference) in new[] { ("controlPlaneRef", controlPlane), ("infrastructureRef", infrastructure) })
        {
            spec = reference is null ? spec : spec.With(field, reference);
        }

        return [document with { Root = root.With("spec", spec) }, .. result];
    }

    private void AddPool(
        ManifestDocument document, ManifestDocument owner, MappingNode topology, MappingNode pool, string cluster, string space, Dictionary<string, ManifestNode> shared, ClassPatches patches, List<ManifestDocument> result)
    {
        var (className, at) = (pool.TextAt("class"), pool.Offset);
        if (Items(owner.Root.At("spec", "workers", "machinePools")).FirstOrDefault(c => c.TextAt("class") == className) is not { } poolClass)
        {
            sink.Error(
                ErrorCatalog.BrokenReference, document.Locate(at, "$.spec.topology.workers.machinePools"), $"The class has no machine pool class '{className}'.",
                $"Write one of {string.Join(", ", Items(owner.Root.At("spec", "workers", "machinePools")).Select(static c => c.TextAt("class")))}.");
            return;
        }

        if (poolClass.At("template", "bootstrap", "ref") is { } bootstrap && Find(bootstrap.TextAt("kind"), bootstrap.TextAt("name"), space) is { } unused)
        {
            // Azure bootstraps the nodes of its own clusters.
            used.Add(unused);
        }

        var name = $"{cluster}-{pool.TextAt("name")}";
        var variables = new Dictionary<string, ManifestNode>(shared, StringComparer.Ordinal) { ["builtin.machinePool.class"] = NodeEdit.Text(className!, at), ["builtin.machinePool.name"] = NodeEdit.Text(name, at), ["builtin.machinePool.topologyName"] = NodeEdit.Text(pool.TextAt("name") ?? string.Empty, at), ["builtin.machinePool.infrastructureRef.name"] = NodeEdit.Text(name, at) };
        if (pool.At("replicas") is { } count)
        {
            variables["builtin.machinePool.replicas"] = count;
        }

        foreach (var own in Items(pool.At("variables", "overrides")))
        {
            variables[own.TextAt("name") ?? string.Empty] = own.At("value")!;
        }

        var reference = Make(owner, poolClass.At("template", "infrastructure", "ref"), className!, name, space, new PatchVariables(variables), patches, result);
        if (reference is null)
        {
            return;
        }

        var machine = NodeEdit.Object(
            at, ("clusterName", NodeEdit.Text(cluster, at)), ("bootstrap", NodeEdit.Object(at, ("dataSecretName", NodeEdit.Text(string.Empty, at)))), ("infrastructureRef", reference),
            ("version", topology.At("version") ?? NodeEdit.Text(string.Empty, at)));
        var spec = NodeEdit.Object(at, ("clusterName", NodeEdit.Text(cluster, at)), ("template", NodeEdit.Object(at, ("spec", machine))));
        spec = pool.At("replicas") is { } replicas ? spec.With("replicas", replicas) : spec;
        result.Add(document with { Root = Document("cluster.x-k8s.io/v1beta1", "MachinePool", name, space, spec, at) });
    }

    /// <summary>The object that a template stands for, and the reference to it; null after a report.</summary>
    private MappingNode? Make(
        ManifestDocument owner, ManifestNode? reference, string role, string name, string space, PatchVariables variables, ClassPatches patches, List<ManifestDocument> result, ManifestNode? version = null)
    {
        var kind = reference.TextAt("kind");
        if (kind is null || Find(kind, reference.TextAt("name"), space) is not { Root: MappingNode root } template)
        {
            sink.Error(
                ErrorCatalog.BrokenReference, owner.Locate((reference ?? owner.Root).Offset, "$.spec"), $"There is no {kind ?? "template"} '{reference.TextAt("name")}' in namespace '{space}' of the input.",
                "Add the template, or correct the name.");
            return null;
        }

        used.Add(template);
        var patched = patches.Apply(root, kind, role, variables);
        if (patched.At("spec", "template", "spec") is not MappingNode spec)
        {
            sink.Error(ErrorCatalog.MissingField, template.Locate(root.Offset, "$.spec.template.spec"), "The required field 'spec.template.spec' is missing.", "Add 'spec.template.spec'.");
            return null;
        }

        var (made, apiVersion) = (kind[..^"Template".Length], root.TextAt("apiVersion") ?? string.Empty);
        spec = version is null ? spec : spec.With("version", version);
        result.Add(template with { Root = Document(apiVersion, made, name, space, spec, root.Offset) });
        return NodeEdit.Object(root.Offset, ("apiVersion", NodeEdit.Text(apiVersion, root.Offset)), ("kind", NodeEdit.Text(made, root.Offset)), ("name", NodeEdit.Text(name, root.Offset)));
    }

    private static Dictionary<string, ManifestNode> Variables(ManifestDocument owner, MappingNode cluster, MappingNode topology, string name, string space)
    {
        var at = topology.Offset;
        var values = new Dictionary<string, ManifestNode>(StringComparer.Ordinal)
        {
            ["builtin.cluster.name"] = NodeEdit.Text(name, at),
            ["builtin.cluster.namespace"] = NodeEdit.Text(space, at),
            ["builtin.cluster.topology.class"] = NodeEdit.Text(topology.TextAt("class") ?? string.Empty, at),
            ["builtin.cluster.topology.classNamespace"] = NodeEdit.Text(topology.TextAt("classNamespace") ?? space, at),
            ["builtin.controlPlane.name"] = NodeEdit.Text(name, at),
        };
        foreach (var (fact, value) in new[]
        {
            ("metadata.labels", cluster.At("metadata", "labels")), ("metadata.annotations", cluster.At("metadata", "annotations")),
            ("network.services", cluster.At("spec", "clusterNetwork", "services", "cidrBlocks")), ("network.pods", cluster.At("spec", "clusterNetwork", "pods", "cidrBlocks")),
            ("network.serviceDomain", cluster.At("spec", "clusterNetwork", "serviceDomain")),
        })
        {
            if (value is not null)
            {
                values[$"builtin.cluster.{fact}"] = value;
            }
        }

        if (topology.At("version") is { } version)
        {
            values["builtin.cluster.topology.version"] = values["builtin.controlPlane.version"] = values["builtin.machinePool.version"] = version;
        }

        foreach (var declared in Items(owner.Root.At("spec", "variables")))
        {
            if (declared.At("schema", "openAPIV3Schema", "default") is { } standard)
            {
                values[declared.TextAt("name") ?? string.Empty] = standard;
            }
        }

        foreach (var given in Items(topology.At("variables")))
        {
            if (given.At("value") is { } value)
            {
                values[given.TextAt("name") ?? string.Empty] = value;
            }
        }

        return values;
    }

    /// <summary>Every field of the topology has to be one that is carried out.</summary>
    private void CheckFields(ManifestDocument document, MappingNode topology)
    {
        var reader = new ObjectReader(topology, new ReadContext(document, sink, takesPlainScalarsAsText: false), "$.spec.topology");
        reader.Ignore("class", "classNamespace", "variables");
        _ = reader.RequiredString("version");
        reader.Unsupported("rolloutAfter", "controlPlane");
        if (reader.Object("workers") is { } workers)
        {
            workers.Unsupported("machineDeployments");
            foreach (var pool in workers.Objects("machinePools"))
            {
                pool.Ignore("variables", "metadata");
                _ = pool.RequiredString("class");
                _ = pool.RequiredString("name");
                _ = pool.Integer("replicas");
                pool.Unsupported("failureDomains", "minReadySeconds", "nodeDrainTimeout", "nodeVolumeDetachTimeout", "nodeDeletionTimeout");
            }
        }

        reader.Finish();
    }

    private void CheckVariables(ManifestDocument document, ManifestDocument owner, MappingNode topology)
    {
        var declared = Items(owner.Root.At("spec", "variables")).ToList();
        var given = Items(topology.At("variables")).ToList();
        foreach (var variable in given.Where(v => !declared.Exists(d => d.TextAt("name") == v.TextAt("name"))))
        {
            sink.Error(
                ErrorCatalog.BrokenReference, document.Locate(variable.Offset, "$.spec.topology.variables"), $"The class has no variable '{variable.TextAt("name")}'.",
                declared.Count == 0 ? "Remove it." : $"Write one of {string.Join(", ", declared.Select(static d => d.TextAt("name")))}, or remove it.");
        }

        foreach (var name in declared.Where(static d => d.TextAt("required") == "true" && d.At("schema", "openAPIV3Schema", "default") is null).Select(static d => d.TextAt("name")))
        {
            if (!given.Exists(v => v.TextAt("name") == name))
            {
                sink.Error(ErrorCatalog.MissingField, document.Locate(topology.Offset, "$.spec.topology.variables"), $"The class needs the variable '{name}'.", $"Add '{name}' to 'topology.variables'.");
            }
        }
    }

    private ManifestDocument? Find(string? kind, string? name, string space) => documents.FirstOrDefault(d =>
        d.Root is MappingNode root && Kind(root) == kind && root.TextAt("metadata", "name") == name && (root.TextAt("metadata", "namespace") ?? "default") == space);

    private static string? Kind(MappingNode root) => root.TextAt("kind");

    private static MappingNode Document(string apiVersion, string kind, string name, string space, MappingNode spec, int at) => NodeEdit.Object(
        at, ("apiVersion", NodeEdit.Text(apiVersion, at)), ("kind", NodeEdit.Text(kind, at)),
        ("metadata", NodeEdit.Object(at, ("name", NodeEdit.Text(name, at)), ("namespace", NodeEdit.Text(space, at)))), ("spec", spec));

    private static IEnumerable<ManifestNode> Items(ManifestNode? node) => (node as SequenceNode)?.Items ?? [];
}
