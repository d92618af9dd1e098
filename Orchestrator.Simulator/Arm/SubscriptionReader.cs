using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Access;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.ContainerService;

namespace Orchestrator.Simulator.Arm;

/// <summary>What a subscription has besides resources: locations, providers, VM sizes, usage against quotas.</summary>
internal sealed class SubscriptionReader(ArmWorld world)
{
    private readonly ResourceLister _lister = new(world);

    /// <summary>Null when the path is none of these.</summary>
    public ArmResponse? TryRead(ArmRequest request, ResourcePath path)
    {
        if (path.Type.Same("Microsoft.Resources/subscriptions") && path.Names.Count == 1)
        {
            return path.Trailing?.ToLowerInvariant() switch
            {
                null => new ArmResponse(200, Subscription(path.Name)),
                "locations" => new ArmResponse(200, new JsonObject { ["value"] = new JsonArray([.. world.Options.Locations.Select(name => Location(path.Name, name))]) }),
                "resources" => _lister.ListAll(request, path.Id),
                _ => null,
            };
        }

        if (path.Names.Count == 0 && path.TrailingType.Same("Microsoft.Authorization/permissions"))
        {
            return Permissions(path);
        }

        if (path.Names.Count == 0)
        {
            return TopLevel(request, path);
        }

        if (path.TrailingType.Same("Microsoft.ContainerService/locations/kubernetesVersions"))
        {
            return new ArmResponse(200, AksVersions.List(Locations.Normalize(path.Name), world));
        }

        return path.Types is [var locations] && locations.Same("locations") && path.Trailing.Same("usages") && path.Namespace.Same("Microsoft.Compute") ? Usages(request, path, Locations.Normalize(path.Name))
            : path.Types is [var regions] && regions.Same("locations") && path.Trailing.Same("usages") && path.Namespace.Same("Microsoft.Network") ? NetworkUsages(request, path, Locations.Normalize(path.Name))
            : null;
    }

    public ArmResponse Provider(string name) => world.Types.HasNamespace(name) || name.Same("Microsoft.ResourceGraph") || name.Same("Microsoft.EventGrid")
        ? new ArmResponse(200, new JsonObject { ["id"] = $"/subscriptions/{world.Options.SubscriptionId}/providers/{name}", ["namespace"] = name, ["registrationState"] = "Registered" })
        : throw ArmErrors.InvalidNamespace(name);

    private ArmResponse Permissions(ResourcePath path)
    {
        if (path.ResourceGroupId is { } group && world.Resources.Find(group) is null)
        {
            throw ArmErrors.ResourceGroupNotFound(path.ResourceGroup!);
        }

        return new ArmResponse(200, new JsonObject { ["value"] = new AccessControl(world).Permissions(world.Caller, path.Scope) });
    }

    private ArmResponse? TopLevel(ArmRequest request, ResourcePath path)
    {
        if (path.Trailing is null)
        {
            return Provider(path.Namespace);
        }

        if (path.Scope.Length == 0 && path.Trailing.Same("subscriptions"))
        {
            return new ArmResponse(200, new JsonObject { ["value"] = new JsonArray([.. world.Options.OtherSubscriptionIds.Prepend(world.Options.SubscriptionId).Select(Subscription)]) });
        }

        return path.TrailingType.Same("Microsoft.Compute/skus") ? Skus(request) : null;
    }

    private JsonObject Subscription(string id) => new()
    {
        ["id"] = $"/subscriptions/{id}",
        ["subscriptionId"] = id,
        ["tenantId"] = world.Options.TenantId,
        ["displayName"] = "Simulated subscription",
        ["state"] = "Enabled",
        ["authorizationSource"] = "RoleBased",
    };

    private static JsonObject Location(string subscription, string name) => new()
    {
        ["id"] = $"/subscriptions/{subscription}/locations/{name}",
        ["name"] = name,
        ["type"] = "Region",
        ["displayName"] = Locations.DisplayNames.GetValueOrDefault(name) ?? name,
        ["availabilityZoneMappings"] = new JsonArray([.. Locations.Zones(name).Select(zone => new JsonObject { ["logicalZone"] = zone, ["physicalZone"] = $"{name}-az{zone}" })]),
    };

    private ArmResponse Skus(ArmRequest request)
    {
        var filter = (request.Query("$filter") ?? "").Split('\'');
        var locations = filter.Length > 1 ? [Locations.Normalize(filter[1])] : world.Options.Locations;
        var items = from location in locations
                    where world.Options.Locations.Contains(location, StringComparer.Ordinal)
                    from size in VirtualMachineSizes.All.Values.OrderBy(static size => size.Name, StringComparer.Ordinal)
                    select Sku(size, location);
        return new ArmResponse(200, new JsonObject { ["value"] = new JsonArray([.. items]) });
    }

    private JsonObject Sku(VirtualMachineSize size, string location)
    {
        var zones = new JsonArray([.. Locations.Zones(location).Select(static zone => (JsonNode)zone)]);
        var capabilities = new (string Name, string Value)[]
        {
            ("vCPUs", size.VirtualCpus.ToString(CultureInfo.InvariantCulture)),
            ("vCPUsAvailable", size.VirtualCpus.ToString(CultureInfo.InvariantCulture)),
            ("MemoryGB", size.MemoryGiB.ToString(CultureInfo.InvariantCulture)),
            ("MaxDataDiskCount", size.MaxDataDisks.ToString(CultureInfo.InvariantCulture)),
            ("PremiumIO", size.PremiumDisks ? "True" : "False"),
            ("CpuArchitectureType", size.Architecture),
            ("HyperVGenerations", "V1,V2"),
            ("AcceleratedNetworkingEnabled", size.VirtualCpus > 1 ? "True" : "False"),
            ("EphemeralOSDiskSupported", size.PremiumDisks ? "True" : "False"),
            ("EncryptionAtHostSupported", "True"),
            ("MaxNetworkInterfaces", Math.Clamp(size.VirtualCpus, 2, 8).ToString(CultureInfo.InvariantCulture)),
        };
        return new JsonObject
        {
            ["resourceType"] = "virtualMachines",
            ["name"] = size.Name,
            ["tier"] = "Standard",
            ["size"] = size.Name["Standard_".Length..],
            ["family"] = size.Family,
            ["locations"] = new JsonArray(location),
            ["locationInfo"] = new JsonArray(new JsonObject { ["location"] = location, ["zones"] = zones, ["zoneDetails"] = new JsonArray() }),
            ["capabilities"] = new JsonArray([.. capabilities.Select(static capability => new JsonObject { ["name"] = capability.Name, ["value"] = capability.Value })]),
            ["restrictions"] = new JsonArray([.. Restrictions(size, location)]),
        };
    }

    private IEnumerable<JsonObject> Restrictions(VirtualMachineSize size, string location)
    {
        if (world.Sizes.Of(location, size.Name) is not { } closed)
        {
            yield break;
        }

        var isZonal = closed.Count > 0;
        var info = new JsonObject { ["locations"] = new JsonArray(location) };
        if (isZonal)
        {
            info["zones"] = new JsonArray([.. closed.Select(static zone => (JsonNode)zone)]);
        }

        yield return new JsonObject
        {
            ["type"] = isZonal ? "Zone" : "Location",
            ["values"] = new JsonArray(location),
            ["restrictionInfo"] = info,
            ["reasonCode"] = "NotAvailableForSubscription",
        };
    }

    private ArmResponse Usages(ArmRequest request, ResourcePath path, string location)
    {
        if (!world.Options.Locations.Contains(location, StringComparer.Ordinal))
        {
            throw ArmErrors.LocationNotAvailable(location, "Microsoft.Compute/locations/usages", world.Options.Locations);
        }

        var usage = CoreUsage.In(path.Subscription!, location, world);
        var families = VirtualMachineSizes.All.Values.Select(static size => size.Family).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var items = Counts(path.Scope, location)
            .Prepend((Quotas.Regional, "Total Regional vCPUs", usage[Quotas.Regional]))
            .Concat(families.Select(family => (family, $"{family} vCPUs", usage.GetValueOrDefault(family))))
            .Select(item => new JsonObject
            {
                ["unit"] = "Count",
                ["currentValue"] = item.Item3,
                ["limit"] = world.Quotas.Limit(location, item.Item1),
                ["name"] = new JsonObject { ["value"] = item.Item1, ["localizedValue"] = item.Item2 },
            });
        return ResourceLister.Page(request, items);
    }

    private IEnumerable<(string Name, string Title, int Used)> Counts(string scope, string location) =>
    [
        ("availabilitySets", "Availability Sets", Count(scope, AvailabilitySets.TypeName, location)),
        ("virtualMachines", "Virtual Machines", Count(scope, VirtualMachines.TypeName, location) + Count(scope, ScaleSetInstances.TypeName, location)),
        ("virtualMachineScaleSets", "Virtual Machine Scale Sets", Count(scope, VirtualMachineScaleSets.TypeName, location)),
    ];

    private ArmResponse NetworkUsages(ArmRequest request, ResourcePath path, string location)
    {
        var items = new[] { VirtualNetworks.TypeName, PublicIPAddresses.TypeName, NetworkInterfaces.TypeName, LoadBalancers.TypeName, NatGateways.TypeName, PublicIPPrefixes.TypeName, BastionHosts.TypeName, PrivateEndpoints.TypeName }.Select(type =>
        {
            var name = char.ToUpperInvariant(type[(type.IndexOf('/', StringComparison.Ordinal) + 1)]) + type[(type.IndexOf('/', StringComparison.Ordinal) + 2)..];
            return new JsonObject
            {
                ["id"] = $"{path.Scope}/providers/Microsoft.Network/locations/{location}/usages/{name}",
                ["unit"] = "Count",
                ["currentValue"] = Count(path.Scope, type, location),
                ["limit"] = world.Quotas.Limit(location, name),
                ["name"] = new JsonObject { ["value"] = name, ["localizedValue"] = name },
            };
        });
        return ResourceLister.Page(request, items);
    }

    private int Count(string scope, string type, string location) => world.Resources.Under(scope, type).Count(resource => resource.Location.Same(location));
}
