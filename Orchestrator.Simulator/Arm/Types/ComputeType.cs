using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>What virtual machines and scale sets share. A PUT lays its body over what is there: secrets, which no GET returns, survive.</summary>
internal abstract class ComputeType : ResourceType
{
    private const int MaxCustomData = 87380;
    private static readonly string[] Secrets = ["customData", "adminPassword", "protectedSettings", "userData"];

    public override ProviderStyle Provider => ProviderStyle.Compute;

    public override bool DeletePreempts => true;

    public override bool PatchesModel => true;

    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        if (existing is null)
        {
            return body;
        }

        var desired = existing.Content.MergedWith(body);
        foreach (var whole in new[] { "tags", "identity" })
        {
            if (body[whole] is { } value)
            {
                desired[whole] = value.DeepClone();
            }
        }

        return desired;
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        RemoveSecrets(view);
        RenderIdentity(resource, view, world);
    }

    /// <summary>What is there stays where it is when its size is restricted later.</summary>
    protected static VirtualMachineSize CheckSize(string? name, ResourceWrite write)
    {
        var size = VirtualMachineSizes.All.GetValueOrDefault(name ?? "") ?? throw ComputeErrors.InvalidSize(name ?? "", VirtualMachineSizes.All.Values.OrderBy(static size => size.Name, StringComparer.Ordinal));
        var zones = (write.Content["zones"] as JsonArray)?.Select(static zone => zone!.ToString()).ToList() ?? [];
        if (write.Existing is null && !write.World.Sizes.Allow(write.Location, size.Name, zones))
        {
            throw zones.Count == 0 || write.World.Sizes.Of(write.Location, size.Name)!.Count == 0
                ? ComputeErrors.SkuNotAvailable(size.Name, write.Location)
                : ComputeErrors.SkuNotAvailableInZone(write.Id, size.Name, write.Location, string.Join(',', zones));
        }

        return size;
    }

    protected static void CheckZones(ResourceWrite write)
    {
        if (write.Content["zones"] is JsonArray zones && zones.Any(zone => !Locations.Zones(write.Location).Contains(zone!.ToString(), StringComparer.Ordinal)))
        {
            throw ComputeErrors.ZoneNotSupported(write.Id, string.Join(',', zones), write.Location);
        }
    }

    protected static void CheckCustomData(string? customData)
    {
        if (customData is not null && (customData.Length > MaxCustomData || !Convert.TryFromBase64String(customData, new byte[customData.Length], out _)))
        {
            throw ComputeErrors.InvalidCustomData();
        }
    }

    protected static void AcceptIdentity(ResourceWrite write)
    {
        if (write.Content.Text("identity.type")?.Contains("SystemAssigned", StringComparison.Ordinal) == true)
        {
            write.Service.Default("principalId", write.World.NewGuid().ToString());
            write.Service.Default("created", write.World.Now.ToString("O"));
        }

        foreach (var (id, _) in write.Content.At("identity.userAssignedIdentities") as JsonObject ?? [])
        {
            if (write.World.Resources.Find(id) is null)
            {
                throw ComputeErrors.IdentityNotFound(write.Id, id);
            }
        }
    }

    protected static void Require(ResourceWrite write, string path)
    {
        if (write.Content.At(path) is null)
        {
            throw ArmErrors.InvalidParameter($"Required parameter '{path.Replace("properties.", "", StringComparison.Ordinal)}' is missing (null).", path.Replace("properties.", "", StringComparison.Ordinal));
        }
    }

    protected static void RemoveSecrets(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                RemoveSecrets(item);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var secret in Secrets)
            {
                members.Remove(secret);
            }

            foreach (var (_, value) in members)
            {
                RemoveSecrets(value);
            }
        }
    }

    private static void RenderIdentity(ArmResource resource, JsonObject view, ArmWorld world)
    {
        if (view["identity"] is not JsonObject identity)
        {
            return;
        }

        if (resource.Service["principalId"] is { } principal)
        {
            identity["principalId"] = principal.DeepClone();
            identity["tenantId"] = world.Options.TenantId;
        }

        foreach (var (id, _) in (identity["userAssignedIdentities"] as JsonObject)?.ToList() ?? [])
        {
            var known = world.Resources.Find(id)?.Service;
            identity["userAssignedIdentities"]![id] = new JsonObject { ["principalId"] = known?["principalId"]?.DeepClone(), ["clientId"] = known?["clientId"]?.DeepClone() };
        }
    }
}
