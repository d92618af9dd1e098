using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>What Resource Manager demands of every resource.</summary>
internal static class CommonRules
{
    private const int MaxTags = 50;
    private const int MaxTagKey = 512;
    private const int MaxTagValue = 256;

    /// <summary>Puts the location in its canonical form and refuses a missing, unknown or changed one.</summary>
    public static void AcceptLocation(JsonObject body, ArmResource? existing, ResourceType type, ResourcePath path, ArmWorld world)
    {
        if (!type.IsTracked)
        {
            return;
        }

        if (body.Text("location") is not { } sent)
        {
            throw ArmErrors.LocationRequired();
        }

        var location = Compute.Locations.Normalize(sent);
        if (type.IsGlobal || (type.MayBeGlobal && location.Same("global")))
        {
            body["location"] = location.Same("global") ? location : throw ArmErrors.LocationNotAvailable(location, type.Name, ["global"]);
            return;
        }

        if (!world.Options.Locations.Contains(location, StringComparer.Ordinal))
        {
            throw ArmErrors.LocationNotAvailable(location, type.Name, world.Options.Locations);
        }

        body["location"] = location;
        if (existing is not null && type is not ResourceGroups && !existing.Location.Same(location))
        {
            throw ArmErrors.InvalidResourceLocation(path.Name, existing.Location, path.ResourceGroup, location);
        }
    }

    public static void CheckTags(JsonObject content)
    {
        var tags = content["tags"] as JsonObject ?? [];
        if (tags.Count > MaxTags)
        {
            throw ArmErrors.InvalidTag($"A resource has at most {MaxTags} tags; {tags.Count} were sent.");
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > MaxTagKey || value?.ToString().Length > MaxTagValue)
            {
                throw ArmErrors.InvalidTag($"The tag '{key}' is too long: a key has at most {MaxTagKey} characters, a value {MaxTagValue}.");
            }
        }
    }

    /// <summary>A PUT that leaves an immutable property out keeps it; one that changes it is refused.</summary>
    public static void CheckImmutable(ResourceWrite write)
    {
        foreach (var path in write.Existing is null ? [] : write.Type.Immutable)
        {
            var before = write.Existing!.Content.At(path);
            var after = write.Content.At(path);
            if (after is not null && !Equal(before, after) && !(before is null && IsFilledIn(after)))
            {
                throw ArmErrors.PropertyChangeNotAllowed(path.StartsWith("properties.", StringComparison.Ordinal) ? path["properties.".Length..] : path);
            }

            if (after is null && before is not null)
            {
                Restore(write.Content, path, before);
            }
        }
    }

    private static bool IsFilledIn(JsonNode after) => after is JsonArray { Count: 0 };

    private static bool Equal(JsonNode? before, JsonNode after) => before is JsonValue && after is JsonValue
        ? before.ToString().Same(after.ToString())
        : JsonNode.DeepEquals(before, after);

    private static void Restore(JsonObject content, string path, JsonNode value)
    {
        var dot = path.LastIndexOf('.');
        (dot < 0 ? content : content.Ensure(path[..dot]))[path[(dot + 1)..]] = value.DeepClone();
    }
}
