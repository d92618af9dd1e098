using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>What the types of Microsoft.Network share.</summary>
internal abstract partial class NetworkType : ResourceType
{
    public override ProviderStyle Provider => ProviderStyle.Network;

    /// <summary>Shows a GUID that stays while the resource lives.</summary>
    protected virtual bool HasGuid => true;

    public override void Accept(ResourceWrite write)
    {
        if (!ValidName().IsMatch(write.Name))
        {
            throw NetworkErrors.InvalidName(write.Name);
        }

        if (write.Content["zones"] is JsonArray zones && zones.Any(zone => !Locations.Zones(write.Location).Contains(zone!.ToString(), StringComparer.Ordinal)))
        {
            throw ComputeErrors.ZoneNotSupported(write.Id, string.Join(',', zones), write.Location);
        }

        write.Service.Default("resourceGuid", write.World.NewGuid().ToString());
        foreach (var element in Inline.SelectMany(inline => write.Content.Items($"properties.{inline.Name}")))
        {
            CleanElement(element);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        if (HasGuid)
        {
            view.Ensure("properties")["resourceGuid"] = resource.Service["resourceGuid"]?.DeepClone();
        }
    }

    /// <summary>The service owns these; a client may send back what a GET showed.</summary>
    private static void CleanElement(JsonObject element)
    {
        if (element.Text("name") is not { } name || !ValidName().IsMatch(name))
        {
            throw NetworkErrors.InvalidName(element.Text("name") ?? "");
        }

        element.Remove("id");
        element.Remove("type");
        element.Remove("etag");
        (element["properties"] as JsonObject)?.Remove("provisioningState");
    }

    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
