using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Resources;

/// <summary>
/// The location's SKU list, read once and kept for a day: it is large and hardly ever changes. When it may not be read, nothing is known
/// and Azure's own defaults hold.
/// </summary>
public sealed class SkuCatalog(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<string, (SkuFacts Facts, DateTimeOffset ReadAt)> _known = new(StringComparer.OrdinalIgnoreCase);

    public Task<SkuFacts> GetAsync(ArmConnection arm, ResourceContext context, CancellationToken cancellation) =>
        GetAsync(arm, context.Spec, context.OperationId, cancellation);

    public async Task<SkuFacts> GetAsync(ArmConnection arm, ClusterSpec spec, string operationId, CancellationToken cancellation)
    {
        var (subscription, location) = (spec.SubscriptionId, spec.Location);
        var key = $"{subscription} {location}";
        if (_known.TryGetValue(key, out var known) && time.GetUtcNow() - known.ReadAt < Lifetime)
        {
            return known.Facts;
        }

        var query = "$filter=" + Uri.EscapeDataString($"location eq '{location}'");
        var (items, error) = await arm.ListAsync($"/subscriptions/{subscription}", ArmTypes.Sku, operationId, cancellation, query).ConfigureAwait(false);
        if (error is { Retry: RetryClass.Transient })
        {
            // What is made without its zones keeps no zones for good: better to come again.
            throw new OrchestratorException(error);
        }

        if (error is not null)
        {
            return SkuFacts.Unknown;
        }

        var facts = Read(items, location);
        _known[key] = (facts, time.GetUtcNow());
        return facts;
    }

    private static SkuFacts Read(IReadOnlyList<JsonObject> items, string location)
    {
        var sizes = new Dictionary<string, SizeFacts>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items.Where(static i => Is(i["resourceType"], "virtualMachines")))
        {
            if (LocationOf(item, location) is { } info && (string?)item["name"] is { } name)
            {
                sizes[name] = ReadSize(item, info);
            }
        }

        var all = sizes.Values.SelectMany(static s => s.Zones.Concat(s.RestrictedZones)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new SkuFacts(all, sizes) { MaximumFaultDomains = ReadFaultDomains(items, location) };
    }

    private static SizeFacts ReadSize(JsonObject item, JsonObject info)
    {
        var restrictions = Objects(item["restrictions"]).ToList();
        var restricted = restrictions.Where(static r => Is(r["type"], "Zone")).SelectMany(static r => Texts(r["restrictionInfo"]?["zones"])).ToHashSet(StringComparer.Ordinal);
        var zones = Texts(info["zones"]).Order(StringComparer.Ordinal).ToList();
        return new SizeFacts
        {
            Zones = [.. zones.Where(z => !restricted.Contains(z))],
            RestrictedZones = [.. zones.Where(restricted.Contains)],
            Restriction = restrictions.Where(static r => Is(r["type"], "Location")).Select(static r => (string?)r["reasonCode"] ?? "restricted").FirstOrDefault(),
            Family = (string?)item["family"] ?? "",
            Capabilities = Capabilities(item),
            UltraDiskZones =
            [
                .. Objects(info["zoneDetails"])
                    .Where(static detail => Objects(detail["capabilities"]).Any(static c => Is(c["name"], "UltraSSDAvailable") && Is(c["value"], "True")))
                    .SelectMany(static detail => Texts(detail["name"])),
            ],
        };
    }

    private static int? ReadFaultDomains(IReadOnlyList<JsonObject> items, string location)
    {
        var aligned = items.FirstOrDefault(i => Is(i["resourceType"], "availabilitySets") && Is(i["name"], "Aligned") && LocationOf(i, location) is not null);
        return aligned is not null && int.TryParse(Capabilities(aligned).GetValueOrDefault("MaximumPlatformFaultDomainCount"), CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    private static Dictionary<string, string> Capabilities(JsonObject item)
    {
        var capabilities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var capability in Objects(item["capabilities"]))
        {
            capabilities[(string?)capability["name"] ?? ""] = (string?)capability["value"] ?? "";
        }

        return capabilities;
    }

    private static JsonObject? LocationOf(JsonObject item, string location) => Objects(item["locationInfo"]).FirstOrDefault(info => Is(info["location"], location));

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(static t => (string?)t).OfType<string>();

    private static bool Is(JsonNode? node, string text) => string.Equals((string?)node, text, StringComparison.OrdinalIgnoreCase);
}
