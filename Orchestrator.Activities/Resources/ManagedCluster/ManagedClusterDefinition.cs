using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Arm;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>
/// The control plane of an AKS cluster. Its pools are in the body only when it is made, so that they come up with it; from then on each is a resource of its own.
/// What Azure filled in, and the version where Azure went further by itself, stay.
/// </summary>
public sealed class ManagedClusterDefinition : ResourceDefinition
{
    /// <summary>Ways out of which a cluster has one; the one that is wanted takes the other's place.</summary>
    private static readonly string[] OutboundWays = ["managedOutboundIPs", "outboundIPPrefixes", "outboundIPs"];

    public override string Kind => StepKinds.ManagedCluster;

    public override string Type => ArmTypes.ManagedCluster;

    public override int PollSeconds => 30;

    public override bool SaysNull => true;

    public override IReadOnlyList<string> ImmutablePaths =>
    [
        "$.location", "$.extendedLocation", "$.properties.dnsPrefix", "$.properties.fqdnSubdomain", "$.properties.nodeResourceGroup", "$.properties.networkProfile.dnsServiceIP",
        "$.properties.networkProfile.serviceCidr", "$.properties.networkProfile.loadBalancerSku", "$.properties.apiServerAccessProfile.enablePrivateCluster", "$.properties.diskEncryptionSetID",
    ];

    public override bool Adopts(ClusterSpec spec) => spec.ManagedCluster!.Adopt;

    public override IReadOnlyDictionary<string, string>? Headers(ResourceContext context) => context.Spec.ManagedCluster!.Headers;

    public override JsonObject Render(ResourceContext context)
    {
        var (spec, cluster) = (context.Spec, context.Spec.ManagedCluster!);
        var body = (JsonObject)cluster.Body.DeepClone();
        body["location"] = spec.Location;
        if (Tags(spec, cluster.Name) is { Count: > 0 } tags)
        {
            body["tags"] = tags;
        }

        if ((context.Step.Version ?? cluster.Version) is { } version)
        {
            Properties(body)["kubernetesVersion"] = AksVersion.Text(version);
        }

        return body;
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var cluster = context.Spec.ManagedCluster!;
        if (existing is not null)
        {
            var desired = base.Desired(context, existing);
            (desired.Body["properties"] as JsonObject)?.Remove("agentPoolProfiles");
            desired = PoolsMoveAlong.Apply(desired, existing);
            return desired.Changes.Count > 0 && IsStopped(existing) && cluster.Power != ManagedClusterPower.Running
                ? desired with { Error = Stopped(context.Spec, context.Step.ResourceId!, desired.Changes[0].Path) }
                : desired;
        }

        if (cluster.Adopt)
        {
            return new DesiredState([], [], ErrorCatalog.AzureNotFound.With(
                $"There is no managed cluster {cluster.Name} in resource group {context.Spec.ResourceGroup} to take over.", context.Step.ResourceId, "Correct the name, or remove 'adopt' to make it."));
        }

        var created = base.Desired(context, existing);
        var pools = cluster.Pools.OrderBy(static p => p.Name, StringComparer.Ordinal).Select(pool => Profile(context.Spec, pool));
        Properties(created.Body)["agentPoolProfiles"] = Json.Objects(pools);
        return created;
    }

    /// <summary>A cluster takes no change while it or one of its pools is at work; asking again and again would only use up the few requests that Azure allows.</summary>
    public override Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        if (existing is not null && ProvisioningStates.Of(existing) != ResourceState.InProgress && PoolsAtWork(existing).FirstOrDefault() is { } pool && Desired(context, existing).NeedsPut)
        {
            throw new OrchestratorException(ErrorCatalog.AzureConflict.With($"Azure still works on the pool {pool} of {context.Spec.ManagedCluster!.Name}.", context.Step.ResourceId) with { RetryAfterSeconds = PollSeconds });
        }

        return base.GatherAsync(context, existing, arm, cancellation);
    }

    public override Task<JsonObject> CompleteAsync(ResourceContext context, DesiredState desired, CancellationToken cancellation)
    {
        if (desired.IsNew && desired.Body["properties"]?["linuxProfile"]?["ssh"]?["publicKeys"] is JsonArray { Count: 0 } keys)
        {
            keys.Add(new JsonObject { ["keyData"] = SshKeys.PublicKey });
        }

        return base.CompleteAsync(context, desired, cancellation);
    }

    public override IReadOnlyList<string> CreatesToo(ResourceContext context) => [.. context.Spec.ManagedCluster!.Pools.Select(p => ManagedClusterIds.Pool(context.Spec, p.Name))];

    public override IReadOnlyDictionary<string, string>? Facts(string id, JsonObject resource)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (HostOf(resource) is { } host)
        {
            facts[FactNames.Fqdn(id)] = host;
        }

        if (AksVersion.OfCluster(resource) is { } version)
        {
            facts[FactNames.Version(id)] = version;
        }

        return facts;
    }

    internal static OrchestratorError Stopped(ClusterSpec spec, string target, string what) =>
        ErrorCatalog.ManagedClusterStopped.With($"The cluster {spec.ManagedCluster!.Name} is stopped; {what} cannot change.", target);

    public static bool IsStopped(JsonObject cluster) => string.Equals((string?)cluster["properties"]?["powerState"]?["code"], nameof(ManagedClusterPower.Stopped), StringComparison.OrdinalIgnoreCase);

    /// <summary>Names of the pools on which Azure works.</summary>
    public static IEnumerable<string> PoolsAtWork(JsonObject cluster) => (cluster["properties"]?["agentPoolProfiles"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(static p => (string?)p["provisioningState"] is { } state && ProvisioningStates.OfText(state) == ResourceState.InProgress)
        .Select(static p => (string?)p["name"] ?? "");

    protected override void Adapt(ResourceContext context, JsonObject rendered, JsonObject existing)
    {
        SaidNulls.Drop(context, rendered, "$", static spec => spec.ManagedCluster?.Body, ImmutablePaths);
        var (wanted, present) = (Properties(rendered), existing["properties"] as JsonObject ?? []);
        foreach (var before in context.SinceApplied.Select(static s => s.ManagedCluster?.Body["properties"]).OfType<JsonObject>())
        {
            RemovedFields.OfCluster(before, wanted, present);
        }

        if (wanted["kubernetesVersion"] is { } version && !AksVersion.IsBehind(AksVersion.OfCluster(existing), (string)version!))
        {
            wanted.Remove("kubernetesVersion");
        }

        // Keys that were made with the cluster, and secrets, are not to be compared: nobody knows them, or Azure does not tell them.
        if (wanted["linuxProfile"]?["ssh"]?["publicKeys"] is JsonArray { Count: 0 })
        {
            wanted.Remove("linuxProfile");
        }

        (wanted["servicePrincipalProfile"] as JsonObject)?.Remove("secret");
        (wanted["windowsProfile"] as JsonObject)?.Remove("adminPassword");
        (wanted["aadProfile"] as JsonObject)?.Remove("serverAppSecret");
        if (wanted["networkProfile"]?["loadBalancerProfile"] is JsonObject balancer && OutboundWays.Any(way => balancer[way] is not null))
        {
            foreach (var other in OutboundWays.Where(way => !balancer.ContainsKey(way) && present["networkProfile"]?["loadBalancerProfile"]?[way] is not null))
            {
                balancer[other] = null;
            }
        }

        if (rendered["identity"]?["userAssignedIdentities"] is JsonObject identities)
        {
            foreach (var (id, _) in (existing["identity"]?["userAssignedIdentities"] as JsonObject ?? []).Where(i => !identities.Any(w => ResourceId.Same(w.Key, i.Key))).ToList())
            {
                identities[id] = null;
            }
        }
    }

    protected override IEnumerable<string> UserTags(ClusterSpec spec) => spec.AdditionalTags.Keys.Concat((spec.ManagedCluster?.Body["tags"] as JsonObject ?? []).Select(static t => t.Key));

    /// <summary>The name by which clients reach the API server: the public one where there is one.</summary>
    public static string? HostOf(JsonObject cluster) => (string?)cluster["properties"]?["fqdn"] is { Length: > 0 } host ? host : (string?)cluster["properties"]?["privateFQDN"];

    /// <summary>An adopted cluster keeps the tags that it has: it is ours by our records.</summary>
    private static JsonObject Tags(ClusterSpec spec, string name)
    {
        var own = spec.ManagedCluster!.Body["tags"] as JsonObject ?? [];
        var tags = spec.ManagedCluster.Adopt
            ? new JsonObject(spec.AdditionalTags.Select(static t => KeyValuePair.Create<string, JsonNode?>(t.Key, t.Value)))
            : ClusterTags.Of(spec, name, ClusterTags.CommonRole);
        foreach (var (key, value) in own)
        {
            tags.TryAdd(key, value?.DeepClone());
        }

        return tags;
    }

    private static JsonObject Profile(ClusterSpec spec, AgentPoolSpec pool)
    {
        var profile = new JsonObject { ["name"] = pool.Name };
        foreach (var (name, value) in BodyMerge.WithoutNulls(AgentPoolDefinition.PropertiesOf(spec, pool, version: null)))
        {
            profile[name] = value?.DeepClone();
        }

        return profile;
    }

    private static JsonObject Properties(JsonObject body)
    {
        if (body["properties"] is not JsonObject properties)
        {
            body["properties"] = properties = [];
        }

        return properties;
    }
}
