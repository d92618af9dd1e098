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
            return new JsonObject { [IdMember(image.Id!)] = image.Id };
        }

        var path = $"images/{gallery.Name}/versions/{gallery.Version}";
        return gallery.SubscriptionId is { } subscription && gallery.ResourceGroup is { } group
            ? Json.Reference($"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/galleries/{gallery.Gallery}/{path}")
            : new JsonObject { ["communityGalleryImageId"] = $"/CommunityGalleries/{gallery.Gallery}/Images/{gallery.Name}/Versions/{gallery.Version}" };
    }

    /// <summary>The purchase plan of a third party's image, or of a gallery image that was made from one.</summary>
    public static JsonObject? Plan(ImageSpec image)
    {
        var plan = image.Gallery?.Plan ?? (image.Marketplace is { ThirdParty: true } m ? new ImagePlanSpec(m.Publisher, m.Offer, m.Sku) : null);
        return plan is null ? null : new JsonObject { ["name"] = plan.Sku, ["publisher"] = plan.Publisher, ["product"] = plan.Offer };
    }

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

    /// <summary>What VMs and machine profiles have under the same names.</summary>
    public static void SetOptions(JsonObject profile, MachineSpec machine)
    {
        SetSpot(profile, machine.Spot);
        profile["diagnosticsProfile"] = BootDiagnostics(machine.BootDiagnostics);
        if (Security(machine.Security) is { } security)
        {
            profile["securityProfile"] = security;
        }

        if (machine.CapacityReservationGroupId is { } group)
        {
            profile["capacityReservation"] = new JsonObject { ["capacityReservationGroup"] = Json.Reference(group) };
        }

        if (machine.DisableExtensionOperations)
        {
            profile["osProfile"]!["allowExtensionOperations"] = false;
        }
    }

    /// <summary>A scale set has them beside its profile, a VM among the others. Null leaves them to Azure.</summary>
    public static JsonObject? AdditionalCapabilities(MachineSpec machine)
    {
        var needed = machine.DataDisks.Any(static d => d.StorageAccountType == "UltraSSD_LRS");
        return machine.UltraSsd is null && !needed ? null : new JsonObject { ["ultraSSDEnabled"] = machine.UltraSsd ?? needed };
    }

    /// <summary>What a machine has switched on and shall not have any more has to be asked for: there is nothing else to render for it.</summary>
    public static void SetOffWhatIsOn(JsonObject profile, MachineSpec machine, JsonNode? existing)
    {
        SetRegularIfSpot(profile, machine.Spot, existing);
        if (machine.Security?.EncryptionAtHost is null && (bool?)existing?["securityProfile"]?["encryptionAtHost"] == true)
        {
            Member(profile, "securityProfile")["encryptionAtHost"] = false;
        }

        if (!machine.DisableExtensionOperations && (bool?)existing?["osProfile"]?["allowExtensionOperations"] == false)
        {
            Member(profile, "osProfile")["allowExtensionOperations"] = true;
        }
    }

    private static JsonObject BootDiagnostics(BootDiagnosticsSpec diagnostics)
    {
        var boot = new JsonObject { ["enabled"] = diagnostics.Type != "Disabled" };
        if (diagnostics.StorageUri is { } uri)
        {
            boot["storageUri"] = uri;
        }

        return new JsonObject { ["bootDiagnostics"] = boot };
    }

    private static JsonObject? Security(SecurityProfileSpec? security)
    {
        var firmware = BodyMerge.WithoutNulls(new JsonObject { ["secureBootEnabled"] = security?.SecureBoot, ["vTpmEnabled"] = security?.VTpm });
        var profile = BodyMerge.WithoutNulls(new JsonObject
        {
            ["encryptionAtHost"] = security?.EncryptionAtHost,
            ["securityType"] = security?.SecurityType,
            ["uefiSettings"] = firmware.Count == 0 ? null : firmware,
        });
        return profile.Count == 0 ? null : profile;
    }

    private static JsonObject Member(JsonObject profile, string name)
    {
        if (profile[name] is not JsonObject member)
        {
            profile[name] = member = [];
        }

        return member;
    }

    private static string IdMember(string id) =>
        id.StartsWith("/CommunityGalleries/", StringComparison.OrdinalIgnoreCase) ? "communityGalleryImageId"
        : id.StartsWith("/SharedGalleries/", StringComparison.OrdinalIgnoreCase) ? "sharedGalleryImageId"
        : "id";

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

        var managed = ManagedDisk(disk.StorageAccountType, disk.DiskEncryptionSetId, disk.SecurityEncryptionType, disk.SecurityDiskEncryptionSetId);
        if (managed.Count > 0)
        {
            body["managedDisk"] = managed;
        }

        if (disk.Ephemeral)
        {
            body["diffDiskSettings"] = BodyMerge.WithoutNulls(new JsonObject { ["option"] = "Local", ["placement"] = disk.EphemeralPlacement });
        }

        return body;
    }

    private static JsonObject ManagedDisk(string? type, string? encryptionSetId, string? securityEncryption, string? securitySetId) => BodyMerge.WithoutNulls(new JsonObject
    {
        ["storageAccountType"] = type,
        ["diskEncryptionSet"] = encryptionSetId is { } id ? Json.Reference(id) : null,
        ["securityProfile"] = securityEncryption is null
            ? null
            : new JsonObject { ["securityEncryptionType"] = securityEncryption, ["diskEncryptionSet"] = securitySetId is { } set ? Json.Reference(set) : null },
    });

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
        if (ManagedDisk(disk.StorageAccountType, disk.DiskEncryptionSetId, disk.SecurityEncryptionType, disk.SecurityDiskEncryptionSetId) is { Count: > 0 } managed)
        {
            body["managedDisk"] = managed;
        }

        return body;
    }
}
