using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>The parts that the bodies of a VM and of a scale set's machine profile share.</summary>
internal static class MachineBody
{
    public const string AdminUser = "capi";

    private const string AuthorizedKeys = $"/home/{AdminUser}/.ssh/authorized_keys";

    public static JsonObject ImageReference(ImageSpec image)
    {
        if (image.Marketplace is { } marketplace)
        {
            return new JsonObject
            {
                ["publisher"] = marketplace.Publisher,
                ["offer"] = marketplace.Offer,
                ["sku"] = marketplace.Sku,
                ["version"] = marketplace.Version,
            };
        }

        if (image.Gallery is not { } gallery)
        {
            return Json.Reference(image.Id!);
        }

        var path = $"images/{gallery.Name}/versions/{gallery.Version}";
        return gallery.SubscriptionId is { } subscription && gallery.ResourceGroup is { } group
            ? Json.Reference($"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/galleries/{gallery.Gallery}/{path}")
            : new JsonObject { ["communityGalleryImageId"] = $"/CommunityGalleries/{gallery.Gallery}/Images/{gallery.Name}/Versions/{gallery.Version}" };
    }

    /// <summary>The purchase plan of a third party's image.</summary>
    public static JsonObject? Plan(ImageSpec image) => image.Marketplace is { ThirdParty: true } marketplace
        ? new JsonObject { ["name"] = marketplace.Sku, ["publisher"] = marketplace.Publisher, ["product"] = marketplace.Offer }
        : null;

    public static JsonObject StorageProfile(MachineSpec machine, string? osDiskName, string diskPrefix) => new()
    {
        ["imageReference"] = ImageReference(machine.Image),
        ["osDisk"] = OsDisk(machine.OsDisk, osDiskName),
        ["dataDisks"] = Json.Objects(machine.DataDisks.Select(d => DataDisk(d, diskPrefix))),
    };

    public static JsonObject LinuxConfiguration(string sshPublicKey) => new()
    {
        ["disablePasswordAuthentication"] = true,
        ["ssh"] = new JsonObject
        {
            ["publicKeys"] = Json.Objects([new JsonObject { ["path"] = AuthorizedKeys, ["keyData"] = sshPublicKey.Trim() }]),
        },
    };

    public static JsonObject? Identity(MachineSpec machine) => machine.Identity switch
    {
        MachineIdentityType.SystemAssigned => new JsonObject { ["type"] = "SystemAssigned" },
        MachineIdentityType.UserAssigned => new JsonObject
        {
            ["type"] = "UserAssigned",
            ["userAssignedIdentities"] = new JsonObject(machine.UserAssignedIdentities.Select(static id => KeyValuePair.Create<string, JsonNode?>(id, new JsonObject()))),
        },
        _ => null,
    };

    /// <summary>Priority, eviction and price, set on <paramref name="profile"/> where the machine is a spot machine.</summary>
    public static void SetSpot(JsonObject profile, SpotSpec? spot)
    {
        if (spot is null)
        {
            return;
        }

        profile["priority"] = "Spot";
        profile["evictionPolicy"] = spot.EvictionPolicy;
        if (spot.MaxPrice is { } price)
        {
            profile["billingProfile"] = new JsonObject { ["maxPrice"] = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture) };
        }
    }

    /// <summary>A machine that is a spot machine and shall not be one: there is nothing to render, so it has to be asked for.</summary>
    public static void SetRegularIfSpot(JsonObject profile, SpotSpec? spot, JsonNode? existingProfile)
    {
        if (spot is null && string.Equals((string?)existingProfile?["priority"], "Spot", StringComparison.OrdinalIgnoreCase))
        {
            profile["priority"] = "Regular";
        }
    }

    public static JsonObject BootDiagnostics() => new() { ["bootDiagnostics"] = new JsonObject { ["enabled"] = true } };

    private static JsonObject OsDisk(OsDiskSpec disk, string? name)
    {
        var body = new JsonObject
        {
            ["osType"] = disk.OsType,
            ["createOption"] = "FromImage",
            ["caching"] = disk.Ephemeral ? "ReadOnly" : disk.CachingType,
        };
        if (name is not null)
        {
            body["name"] = name;
        }

        if (disk.DiskSizeGB is { } size)
        {
            body["diskSizeGB"] = size;
        }

        if (disk.StorageAccountType is { } type)
        {
            body["managedDisk"] = new JsonObject { ["storageAccountType"] = type };
        }

        if (disk.Ephemeral)
        {
            body["diffDiskSettings"] = new JsonObject { ["option"] = "Local" };
        }

        return body;
    }

    private static JsonObject DataDisk(DataDiskSpec disk, string prefix)
    {
        var body = new JsonObject
        {
            ["name"] = $"{prefix}_{disk.NameSuffix}",
            ["lun"] = disk.Lun,
            ["createOption"] = "Empty",
            ["caching"] = disk.CachingType,
            ["diskSizeGB"] = disk.DiskSizeGB,
        };
        if (disk.StorageAccountType is { } type)
        {
            body["managedDisk"] = new JsonObject { ["storageAccountType"] = type };
        }

        return body;
    }
}
