using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.LoadBalancer;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PublicIPAddress;

/// <summary>Zones, SKU, version and allocation never change; without zones in the spec a new address spans all of the location.</summary>
public sealed class PublicIPAddressDefinition(SkuCatalog skus) : ResourceDefinition
{
    public override string Kind => StepKinds.PublicIPAddress;

    public override string Type => ArmTypes.PublicIPAddress;

    public override IReadOnlyList<string> ImmutablePaths =>
        ["$.location", "$.sku", "$.zones", "$.properties.publicIPAllocationMethod", "$.properties.publicIPAddressVersion", "$.properties.ipTags"];

    public override JsonObject Render(ResourceContext context)
    {
        var use = UseOf(context.Spec, context.Step.Name);
        var properties = new JsonObject
        {
            ["publicIPAddressVersion"] = "IPv4",
            ["publicIPAllocationMethod"] = "Static",
        };
        if (use.DnsLabel is { Length: > 0 } label)
        {
            properties["dnsSettings"] = new JsonObject { ["domainNameLabel"] = label.ToLowerInvariant() };
        }
        else if (context.PriorSpecs.Any(spec => UseOf(spec, context.Step.Name).DnsLabel is { Length: > 0 }))
        {
            properties["dnsSettings"] = null;
        }

        if (use.Tags.Count > 0 || context.PriorSpecs.Any(spec => UseOf(spec, context.Step.Name).Tags.Count > 0))
        {
            properties["ipTags"] = Json.Objects(use.Tags.Select(static tag => new JsonObject { ["ipTagType"] = tag.Type, ["tag"] = tag.Tag }));
        }

        var body = new JsonObject
        {
            ["location"] = context.Spec.Location,
            ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, role: null),
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = properties,
        };
        if ((use.Zones.Count > 0 ? use.Zones : context.Zones) is { Count: > 0 } zones)
        {
            body["zones"] = Json.Strings(zones);
        }

        return body;
    }

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        // What exists keeps its zones: those of the location may have grown since.
        var zones = existing is null ? (await skus.GetAsync(arm, context, cancellation).ConfigureAwait(false)).Zones : [];
        return context with { Zones = zones };
    }

    /// <summary>Standard load balancers and gateways take standard addresses only; and the API server's has to be where its clients look for it.</summary>
    public override OrchestratorError? Unfit(ResourceContext context, JsonObject borrowed)
    {
        var (spec, name, id) = (context.Spec, context.Step.Name, context.Step.ResourceId);
        if (!Same((string?)borrowed["sku"]?["name"], "Standard") || !Same((string?)borrowed["properties"]?["publicIPAllocationMethod"], "Static"))
        {
            return ErrorCatalog.BorrowedUnfit.With($"The public IP {name} is {borrowed["sku"]?["name"] ?? "Basic"} and {borrowed["properties"]?["publicIPAllocationMethod"]}; it has to be Standard and Static.", id);
        }

        var balancer = spec.Network.ApiServerLoadBalancer;
        string?[] known = [(string?)borrowed["properties"]?["dnsSettings"]?["fqdn"], (string?)borrowed["properties"]?["ipAddress"]];
        return balancer.Type == LoadBalancerType.Public && Same(balancer.Frontends[0].PublicIPName, name) && !known.Any(host => Same(host, spec.ClusterNetwork.ControlPlaneHost))
            ? ErrorCatalog.BorrowedUnfit.With(
                $"The API server is to be found at {spec.ClusterNetwork.ControlPlaneHost}, but the public IP {name} is {string.Join(" and ", known.OfType<string>().Where(static h => h.Length > 0).DefaultIfEmpty("nameless"))}.", id)
            : null;
    }

    private static (string? DnsLabel, IReadOnlyList<string> Zones, IReadOnlyList<IPTagSpec> Tags) UseOf(ClusterSpec spec, string name)
    {
        foreach (var balancer in ClusterLoadBalancer.Of(spec.Network).Select(static b => b.Spec))
        {
            if (balancer.Frontends.FirstOrDefault(f => Same(f.PublicIPName, name)) is { } frontend)
            {
                return (frontend.DnsLabel, balancer.AvailabilityZones, frontend.PublicIPTags);
            }
        }

        if (spec.Network.Bastion is { } bastion && Same(bastion.PublicIPName, name))
        {
            return (bastion.PublicIPDnsName?.Split('.')[0], [], bastion.PublicIPTags);
        }

        var gateway = spec.Network.Subnets.Select(static s => s.NatGateway).FirstOrDefault(g => Same(g?.PublicIPName, name));
        return (gateway?.PublicIPDnsName?.Split('.')[0], gateway?.Zones ?? [], gateway?.PublicIPTags ?? []);
    }

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
