using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>Joins the raw resources of an AKS cluster. Of Cluster API it has the versions and numbers of nodes; the rest is as the resources say.</summary>
internal sealed class OperatorAssembly(ManifestObjects objects, IdentityDirectory identities, DiagnosticSink sink)
{
    public ClusterDraft Assemble(ClusterDraft draft, ClusterManifest cluster, List<MachinePoolManifest> pools, SpecOrigins origins)
    {
        var infrastructure = objects.Resolve<OperatorResourcesManifest>(cluster.Infrastructure, cluster);
        var controlPlane = objects.Resolve<OperatorResourcesManifest>(cluster.ControlPlane, cluster);
        if (controlPlane is null || One(controlPlane, "ManagedCluster") is not { } resource)
        {
            return draft with { ManagedCluster = new ManagedClusterDraft { Name = Sources.Unknown.Text, Body = [], Version = controlPlane?.Version } };
        }

        origins.AddAll(string.Empty, controlPlane.Origins);
        Move(origins, controlPlane, resource, ManagedClusterBody.SpecPath);
        var group = infrastructure?.Resources.FirstOrDefault(static r => r.Kind == "ResourceGroup");
        var credential = resource.Credential is { } secret ? identities.OfOperator(controlPlane.Meta.Namespace, secret, resource.Location) : Missing(resource);
        var owner = resource.OwnerId?.Split('/');
        return draft with
        {
            SubscriptionId = owner is { Length: > 2 } ? owner[2] : credential?.Subscription,
            Identity = credential?.Identity,
            Location = resource.Body.TextAt("location") ?? group?.Body.TextAt("location"),
            ResourceGroup = owner is { Length: > 4 } ? owner[4] : group?.Name ?? resource.OwnerName,
            ManagedCluster = new ManagedClusterDraft
            {
                Name = resource.Name,
                Version = controlPlane.Version,
                Body = Without(resource.Body, "location"),
                Pools = [.. pools.Select((pool, i) => AssemblePool(pool, origins, JsonPath.Item("managedCluster.pools", i)))],
                Maintenance = [.. controlPlane.Resources.Where(static r => r.Kind == "MaintenanceConfiguration").Select(static r => (r.Name, r.Body))],
                FleetMember = FleetMember(controlPlane, origins),
                Extensions = Extensions(controlPlane, origins),
                Adopt = resource.Adopt,
                Headers = resource.Headers,
            },
        };
    }

    private FleetMemberDraft? FleetMember(OperatorResourcesManifest controlPlane, SpecOrigins origins)
    {
        if (controlPlane.Resources.FirstOrDefault(static r => r.Kind == "FleetsMember") is not { } member)
        {
            return null;
        }

        Move(origins, controlPlane, member, "fleetMember");
        if (member.OwnerId is null)
        {
            sink.Error(
                ErrorCatalog.MissingField, member.Location, $"The FleetsMember '{member.Name}' does not say its fleet by ARM id.",
                $"Write owner: {{armId: /subscriptions/ID/resourceGroups/NAME/providers/{ArmId.Fleet}/NAME}}.");
        }

        return new FleetMemberDraft(member.Name, member.Body.TextAt("properties.group")) { FleetId = member.OwnerId ?? Sources.Unknown.Text };
    }

    private static List<ExtensionDraft> Extensions(OperatorResourcesManifest controlPlane, SpecOrigins origins)
    {
        var extensions = controlPlane.Resources.Where(static r => r.Kind == "Extension").ToList();
        for (var i = 0; i < extensions.Count; i++)
        {
            Move(origins, controlPlane, extensions[i], ExtensionDraft.PathOf(i));
        }

        return [.. extensions.Select(static e => new ExtensionDraft(e.Name, e.Body))];
    }

    private static JsonObject Without(JsonObject body, string member)
    {
        body.Remove(member);
        return body;
    }

    private AgentPoolDraft AssemblePool(MachinePoolManifest pool, SpecOrigins origins, string path)
    {
        origins.AddAll(path, pool.Origins);
        if (pool.Infrastructure is { Kind: not "AzureASOManagedMachinePool" } other)
        {
            sink.Error(
                ErrorCatalog.InvalidValue, other.Location, $"The pool is a {other.Kind}, its cluster's control plane an AzureASOManagedControlPlane.",
                "Refer to an AzureASOManagedMachinePool.");
        }

        if (objects.Resolve<OperatorResourcesManifest>(pool.Infrastructure, pool) is not { } manifest || One(manifest, "ManagedClustersAgentPool") is not { } resource)
        {
            return new AgentPoolDraft(Sources.Unknown.Text, []) { Replicas = pool.Replicas, Version = pool.Version };
        }

        Move(origins, manifest, resource, path);
        return new AgentPoolDraft(resource.Name, resource.Body["properties"]?.DeepClone() as JsonObject ?? [])
        {
            Replicas = pool.Replicas,
            Version = pool.Version,
            Headers = resource.Headers,
        };
    }

    private static void Move(SpecOrigins origins, OperatorResourcesManifest manifest, OperatorResource resource, string path) =>
        origins.AddAll(path, manifest.Origins.Below(resource.SpecPath));

    private OperatorResource? One(OperatorResourcesManifest manifest, string kind)
    {
        var found = manifest.Resources.Where(r => r.Kind == kind).ToList();
        if (found.Count == 1)
        {
            return found[0];
        }

        sink.Error(
            ErrorCatalog.InvalidValue, manifest.Meta.NameLocation, $"{manifest.Meta} has {found.Count} resources of kind {kind}; it needs one.",
            found.Count == 0 ? $"Add a {kind} to 'resources'." : "Remove all but one.");
        return null;
    }

    private (string Subscription, Contracts.Clusters.IdentitySpec Identity)? Missing(OperatorResource resource)
    {
        sink.Error(
            ErrorCatalog.MissingField, resource.Location, $"The {resource.Kind} '{resource.Name}' does not say with which credential it is made.",
            "Add the annotation serviceoperator.azure.com/credential-from: SECRET.");
        return null;
    }
}
