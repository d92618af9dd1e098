using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
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

    public async Task<SkuFacts> GetAsync(ArmConnection arm, ResourceContext context, CancellationToken cancellation)
    {
        var (subscription, location) = (context.Spec.SubscriptionId, context.Spec.Location);
        var key = $"{subscription} {location}";
        if (_known.TryGetValue(key, out var known) && time.GetUtcNow() - known.ReadAt < Lifetime)
        {
            return known.Facts;
        }

        var query = "$filter=" + Uri.EscapeDataString($"location eq '{location}'");
        var (items, error) = await arm.ListAsync($"/subscriptions/{subscription}", ArmTypes.Sku, context.OperationId, cancellation, query).ConfigureAwait(false);
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
                var zones = (info["zones"] as JsonArray ?? []).Select(static z => (string?)z).OfType<string>().Order(StringComparer.Ordinal).ToList();
                sizes[name] = new SizeFacts(zones, Capability(item, "AcceleratedNetworkingEnabled"));
            }
        }

        var all = sizes.Values.SelectMany(static s => s.Zones).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new SkuFacts(all, sizes);
    }

    private static JsonObject? LocationOf(JsonObject item, string location) =>
        (item["locationInfo"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(info => Is(info["location"], location));

    private static bool? Capability(JsonObject item, string name) =>
        (item["capabilities"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(c => Is(c["name"], name)) is { } capability
            ? Is(capability["value"], "True")
            : null;

    private static bool Is(JsonNode? node, string text) => string.Equals((string?)node, text, StringComparison.OrdinalIgnoreCase);
}
