using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualMachineScaleSet;

/// <summary>
/// What a PUT on an existing scale set says. Capacity only grows; the machine profile is sent only when the model changes: each time it is sent makes a model, and
/// Azure lets the machines of a scale set be of ten at most, so machines that are added get the token that the model has, renewed. The network profile goes only when its own field changes, because cloud-provider-azure adds pools to it.
/// </summary>
public static class ScaleSetUpdate
{
    public const string CustomDataPath = "$.properties.virtualMachineProfile.osProfile.customData";
    public const string CapacityPath = "$.sku.capacity";

    private const string Profile = "virtualMachineProfile";

    /// <summary>A token in the model that is older may have run out when the next machine reads it.</summary>
    private static readonly TimeSpan TokenFreshness = TimeSpan.FromMinutes(10);

    public static string? FingerprintOf(JsonObject scaleSet) => (string?)scaleSet["tags"]?[ClusterTags.CustomDataHash];

    public static int NumberOf(JsonObject instance) =>
        int.TryParse((string?)instance["instanceId"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public static int CapacityOf(JsonObject scaleSet) => (int?)scaleSet["sku"]?["capacity"] ?? 0;

    /// <param name="context">The pool's spec, and the capacity wanted now.</param>
    /// <param name="rendered">The scale set as it would be created.</param>
    /// <param name="existing">The scale set as it is.</param>
    public static DesiredState Decide(ResourceContext context, JsonObject rendered, JsonObject existing)
    {
        var pool = VirtualMachineScaleSetDefinition.PoolOf(context.Spec, context.Step.Name);
        var profile = (JsonObject)rendered["properties"]![Profile]!;
        profile.Remove("networkProfile");
        KeepWhatTheSpecLeavesOpen(pool.Machine, profile, existing["properties"]?[Profile]);

        var tags = (JsonObject)rendered["tags"]!;
        var capacity = Math.Max(CapacityOf(existing), context.Capacity ?? 0);
        var fingerprint = FingerprintChange(context, existing);
        var model = ModelChanges(rendered, existing);
        var growth = Growth(existing, capacity);
        KeepBookkeepingTags(tags, existing, fingerprint is null);
        model.AddRange(fingerprint is null ? [] : [fingerprint]);
        model.AddRange(ExtensionChanges(context.Spec, pool, existing, profile));
        model.AddRange(NetworkChanges(context.Spec, pool, existing, profile));
        var identities = RetiredIdentities.Changes(pool.Machine, existing, context.PriorSpecs.SelectMany(static s => s.MachinePools).Where(p => p.Name == pool.Name).Select(static p => p.Machine));
        model.AddRange(identities);
        var needsToken = growth.Count > 0 && TokenIsOld(context, existing);
        if (model.Count > 0 || needsToken)
        {
            tags[ClusterTags.CustomDataRendered] = RenderedAt(context);
        }

        if (model.Count == 0 && !(needsToken && !TokenIsKnown(context, existing)))
        {
            ((JsonObject)rendered["properties"]!).Remove(Profile);
        }

        var merged = BodyMerge.Compare(existing, new JsonObject { ["tags"] = tags.DeepClone() });
        var userTags = merged.Changes.Where(static c => !IsBookkeeping(c.Path));
        rendered["tags"] = merged.Body["tags"]!.DeepClone();
        rendered["sku"]!["capacity"] = capacity;
        if (rendered["identity"] is JsonObject identity)
        {
            // Policies give machines identities too; a PUT that left them out would take them away.
            rendered["identity"] = BodyMerge.Compare(existing, new JsonObject { ["identity"] = identity.DeepClone() }).Body["identity"]!.DeepClone();
        }

        if (identities.Count > 0)
        {
            rendered["identity"] = RetiredIdentities.Without((JsonObject)(rendered["identity"] ?? existing["identity"])!, identities);
        }

        return new DesiredState(BodyMerge.WithoutNulls(rendered), [.. model, .. growth, .. userTags]);
    }

    /// <summary>Azure has tags or identities that the spec lacks, whoever set them.</summary>
    public static bool HasSurplus(ClusterSpec spec, MachinePoolSpec pool, JsonObject scaleSet)
    {
        var wanted = ClusterTags.OfMachine(spec, pool.Name, ClusterTags.NodeRole, pool.Machine);
        return RetiredIdentities.Surplus(pool.Machine, scaleSet).Count > 0
            || (scaleSet["tags"] as JsonObject ?? []).Any(tag => !wanted.ContainsKey(tag.Key) && !IsBookkeeping($"$.tags.{tag.Key}"));
    }

    /// <summary>The body is for machines that find the token of the model run out.</summary>
    public static bool RendersToken(ResourceContext context, JsonObject body) => (string?)body["tags"]?[ClusterTags.CustomDataRendered] == RenderedAt(context);

    private static bool IsBookkeeping(string path) =>
        path is $"$.tags.{ClusterTags.CustomDataHash}" or $"$.tags.{ClusterTags.CustomDataSince}" or $"$.tags.{ClusterTags.CustomDataRendered}" or $"$.tags.{ClusterTags.BootstrapTokenId}";

    private static List<FieldChange> Growth(JsonObject existing, int capacity)
    {
        var before = CapacityOf(existing);
        return capacity == before ? [] : [new FieldChange(CapacityPath, Text(before), Text(capacity))];
    }

    private static List<FieldChange> ModelChanges(JsonObject rendered, JsonObject existing)
    {
        var wanted = (JsonObject)rendered.DeepClone();
        wanted.Remove("tags");
        (wanted["properties"]![Profile] as JsonObject)?.Remove("extensionProfile");
        ((JsonObject)wanted["sku"]!).Remove("capacity");
        return [.. BodyMerge.Compare(existing, wanted).Changes, .. RetiredDataDisks(wanted, existing)];
    }

    private static IEnumerable<FieldChange> RetiredDataDisks(JsonObject wanted, JsonObject existing)
    {
        var luns = DisksOf(wanted).Select(static d => (int?)d["lun"]).ToHashSet();
        return DisksOf(existing).Where(d => !luns.Contains((int?)d["lun"]))
            .Select(static d => new FieldChange($"$.properties.{Profile}.storageProfile.dataDisks['{d["lun"]}']", d.ToJsonString(), null));
    }

    private static IEnumerable<JsonObject> DisksOf(JsonObject scaleSet) =>
        (scaleSet["properties"]?[Profile]?["storageProfile"]?["dataDisks"] as JsonArray ?? []).OfType<JsonObject>();

    private static FieldChange? FingerprintChange(ResourceContext context, JsonObject existing)
    {
        var before = FingerprintOf(existing);
        return string.Equals(before, context.CustomDataFingerprint, StringComparison.Ordinal) ? null : new FieldChange(CustomDataPath, before, context.CustomDataFingerprint);
    }

    /// <summary>Compares the interfaces that are ours. The profile to send is the present one with our fields laid over it, so pools that others added stay.</summary>
    private static List<FieldChange> NetworkChanges(ClusterSpec spec, MachinePoolSpec pool, JsonObject existing, JsonObject profile)
    {
        const string cards = "networkInterfaceConfigurations";
        if (existing["properties"]?[Profile]?["networkProfile"] is not JsonObject present)
        {
            return [];
        }

        var merged = BodyMerge.Compare(present, new JsonObject { [cards] = ScaleSetProfile.ComparableInterfaces(spec, pool) });
        var changes = merged.Changes.ToList();
        foreach (var retired in ScaleSetProfile.RetiredInterfaces(pool, merged.Body[cards]).ToList())
        {
            changes.Add(new FieldChange($"$.{cards}['{retired["name"]}']", (string?)retired["name"], null));
            ((JsonArray)merged.Body[cards]!).Remove(retired);
        }

        changes.AddRange(OutboundPoolChanges(spec, merged.Body[cards]));
        if (changes.Count > 0)
        {
            profile["networkProfile"] = merged.Body;
        }

        return [.. changes.Select(static c => c with { Path = $"$.properties.{Profile}.networkProfile{c.Path[1..]}" })];
    }

    /// <summary>Puts the first address back into the pool of the outbound load balancer, beside those that others added.</summary>
    private static IEnumerable<FieldChange> OutboundPoolChanges(ClusterSpec spec, JsonNode? cards)
    {
        const string pools = "loadBalancerBackendAddressPools";
        if (spec.Network.NodeOutboundLoadBalancer is not { } balancer || (cards as JsonArray)?.FirstOrDefault() is not { } card
            || (card["properties"]?["ipConfigurations"] as JsonArray)?.FirstOrDefault()?["properties"] is not JsonObject address)
        {
            yield break;
        }

        var id = ClusterResourceIds.BackendPool(spec, balancer);
        var present = address[pools] as JsonArray ?? [];
        if (!present.Any(p => ResourceId.Same((string?)p?["id"], id)))
        {
            address[pools] = Json.References([.. present.Select(static p => (string)p!["id"]!), id]);
            yield return new FieldChange($"$.networkInterfaceConfigurations['{card["name"]}'].properties.ipConfigurations['ipConfig0'].properties.{pools}", null, id);
        }
    }

    /// <summary>A PUT replaces the list, so those that policies added are sent back with ours.</summary>
    private static List<FieldChange> ExtensionChanges(ClusterSpec spec, MachinePoolSpec pool, JsonObject existing, JsonObject profile)
    {
        var wanted = MachineExtensions.Render(spec, pool.Machine);
        var names = wanted.Select(static e => (string)e["name"]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var present = (existing["properties"]?[Profile]?["extensionProfile"]?["extensions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var changes = MachineExtensions.Differences(wanted, present, $"$.properties.{Profile}.extensionProfile.extensions").ToList();
        var theirs = present.Where(e => !MachineExtensions.IsOurs(e) && !names.Contains((string?)e["name"] ?? "")).Select(static e => (JsonObject)e.DeepClone());
        var all = Json.Objects([.. wanted, .. theirs]);
        if (all.Count > 0 || changes.Count > 0)
        {
            profile["extensionProfile"] = new JsonObject { ["extensions"] = all };
        }

        return changes;
    }

    /// <summary>Without a key in the spec any key will do; what is on and shall not be has to be said.</summary>
    private static void KeepWhatTheSpecLeavesOpen(MachineSpec machine, JsonObject profile, JsonNode? existing)
    {
        MachineBody.SetOffWhatIsOn(profile, machine, existing);
        if (machine.SshPublicKey is null && existing?["osProfile"]?["linuxConfiguration"] is { } present)
        {
            profile["osProfile"]!["linuxConfiguration"] = present.DeepClone();
        }
    }

    private static void KeepBookkeepingTags(JsonObject tags, JsonObject existing, bool sameUserData)
    {
        var present = existing["tags"] as JsonObject;
        string[] always = [ClusterTags.CustomDataRendered, ClusterTags.BootstrapTokenId];
        string[] kept = sameUserData ? [ClusterTags.CustomDataSince, .. always] : always;
        foreach (var tag in kept)
        {
            if ((string?)present?[tag] is { } value)
            {
                tags[tag] = value;
            }
        }
    }

    private static string RenderedAt(ResourceContext context) => Text(context.Now.ToUnixTimeSeconds());

    private static bool TokenIsKnown(ResourceContext context, JsonObject existing) =>
        context.BootstrapTokenId is { } id && string.Equals(id, (string?)existing["tags"]?[ClusterTags.BootstrapTokenId], StringComparison.Ordinal);

    private static bool TokenIsOld(ResourceContext context, JsonObject existing) =>
        !long.TryParse((string?)existing["tags"]?[ClusterTags.CustomDataRendered], NumberStyles.None, CultureInfo.InvariantCulture, out var rendered)
        || context.Now - DateTimeOffset.FromUnixTimeSeconds(rendered) > TokenFreshness;

    private static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);
}
