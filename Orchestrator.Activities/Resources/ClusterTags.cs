using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources;

/// <summary>Tags of what we make, in the words of Cluster API Provider Azure, so that its users and their tools know our resources.</summary>
public static class ClusterTags
{
    public const string Role = "sigs.k8s.io_cluster-api-provider-azure_role";
    public const string Name = "Name";
    public const string Owned = "owned";

    /// <summary>SHA-256 of what a machine's user data says.</summary>
    public const string CustomDataHash = "capz-custom-data-hash";

    /// <summary>
    /// The first machine of a scale set whose user data is the one that <see cref="CustomDataHash"/> names: by its instance number, which only grows, or,
    /// where machines have none because the set is flexible, by its time of creation (Unix seconds).
    /// </summary>
    public const string CustomDataSince = "orchestrator-custom-data-since";

    /// <summary>When the bootstrap token in the scale set's model was made, or renewed (Unix seconds).</summary>
    public const string CustomDataRendered = "orchestrator-custom-data-rendered";

    /// <summary>The id, which is no secret, of the bootstrap token in the scale set's model.</summary>
    public const string BootstrapTokenId = "orchestrator-bootstrap-token-id";

    public const string CommonRole = "common";
    public const string ApiServerRole = "apiserver";
    public const string ApiServerInternalRole = "apiserver-internal";
    public const string NodeOutboundRole = "nodeOutbound";
    public const string ControlPlaneOutboundRole = "controlPlaneOutbound";
    public const string BastionRole = "Bastion";
    public const string ControlPlaneRole = "control-plane";
    public const string NodeRole = "node";

    /// <summary>The tag that says which cluster made a resource.</summary>
    public static string Ownership(ClusterSpec spec) => $"sigs.k8s.io_cluster-api-provider-azure_cluster_{spec.Key.Name}";

    /// <summary>The tag by which cloud-provider-azure knows a cluster's machines.</summary>
    public static string CloudProvider(ClusterSpec spec) => $"kubernetes.io_cluster_{spec.Key.Name}";

    public static bool AreOwned(ClusterSpec spec, JsonObject resource) =>
        string.Equals((string?)(resource["tags"] as JsonObject)?[Ownership(spec)], Owned, StringComparison.Ordinal);

    /// <summary>The user's tags and ours; ours win.</summary>
    public static JsonObject Of(ClusterSpec spec, string? name, string? role, IReadOnlyDictionary<string, string>? additional = null)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in spec.AdditionalTags.Concat(additional ?? new Dictionary<string, string>(StringComparer.Ordinal)))
        {
            tags[key] = value;
        }

        tags[Ownership(spec)] = Owned;
        if (name is not null)
        {
            tags[Name] = name;
        }

        if (role is not null)
        {
            tags[Role] = role;
        }

        return new JsonObject(tags.Select(static t => KeyValuePair.Create<string, JsonNode?>(t.Key, t.Value)));
    }

    /// <summary>The same for machines and what is theirs.</summary>
    public static JsonObject OfMachine(ClusterSpec spec, string name, string? role, MachineSpec machine)
    {
        var tags = Of(spec, name, role, machine.AdditionalTags);
        tags[CloudProvider(spec)] = Owned;
        return tags;
    }
}
