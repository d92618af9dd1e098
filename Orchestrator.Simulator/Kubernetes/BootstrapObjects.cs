using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>Writes the first objects of a new cluster.</summary>
internal sealed class BootstrapObjects(SimulatedCluster cluster)
{
    public void CreateNamespaces()
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
        {
            CreateNamespace(name);
        }
    }

    /// <summary>The workload that the simulator's options ask for on every cluster.</summary>
    public void CreateWorkload()
    {
        if (cluster.Options.Workload is not { } workload)
        {
            return;
        }

        if (cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Namespaces, "", workload.Namespace)) is null)
        {
            CreateNamespace(workload.Namespace);
        }

        Load(BootstrapManifests.Workload(workload));
    }

    public void Load(string yaml)
    {
        foreach (var document in YamlDocuments.Parse(yaml).OfType<JsonObject>())
        {
            Put((JsonObject)document.DeepClone());
        }
    }

    public void Put(JsonObject item)
    {
        var type = ResourceTypes.BuiltIn.First(type => type.GroupVersion == item["apiVersion"]!.ToString() && type.Kind == item["kind"]!.ToString());
        cluster.Objects.Put(ObjectKey.Of(type, item["metadata"]!["namespace"]?.ToString() ?? "", item["metadata"]!["name"]!.ToString()), item);
    }

    private void CreateNamespace(string name) =>
        NamespaceObjects.Create(cluster, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
}
