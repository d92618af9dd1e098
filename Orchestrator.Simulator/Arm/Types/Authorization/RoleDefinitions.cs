using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Authorization;

/// <summary>Custom roles, each with a name of its own in the whole tenant; a write is always answered with 201. Of the built-in roles the best known can be read.</summary>
internal sealed class RoleDefinitions : ResourceType
{
    public const string TypeName = "Microsoft.Authorization/roleDefinitions";

    private static readonly Dictionary<string, (string Name, string[] Actions)> BuiltIn = new(StringComparer.OrdinalIgnoreCase)
    {
        ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635"] = ("Owner", ["*"]),
        ["b24988ac-6180-42a0-ab88-20f7382dd24c"] = ("Contributor", ["*"]),
        ["acdd72a7-3385-48ef-bd42-f606fba81ae7"] = ("Reader", ["*/read"]),
        ["18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"] = ("User Access Administrator", ["*/read", "Microsoft.Authorization/*"]),
        ["4d97b98b-1d4f-4787-a291-c67834d212e7"] = ("Network Contributor", ["Microsoft.Network/*"]),
        ["9980e02c-c2be-4d73-94e8-173b1dc7cf3c"] = ("Virtual Machine Contributor", ["Microsoft.Compute/virtualMachines/*"]),
        ["f1a07417-d97a-45cb-824c-7a7467783830"] = ("Managed Identity Operator", ["Microsoft.ManagedIdentity/userAssignedIdentities/*/read", "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action"]),
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = ("AcrPull", ["Microsoft.ContainerRegistry/registries/pull/read"]),
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = ("Storage Blob Data Contributor", ["Microsoft.Storage/storageAccounts/blobServices/containers/*"]),
        ["b12aa53e-6015-4669-85d0-8515ebb3ae7f"] = ("Private DNS Zone Contributor", ["Microsoft.Network/privateDnsZones/*"]),
    };

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Authorization;

    public override bool IsTracked => false;

    public override bool IsExtension => true;

    public override int WriteStatus(bool created) => 201;

    public override void Accept(ResourceWrite write)
    {
        if (!Guid.TryParse(write.Name, out _))
        {
            throw new ArmException(400, "InvalidRoleDefinitionId", $"The role definition ID '{write.Name}' is not valid. The role definition ID must be a GUID.");
        }

        var name = write.Content.Text("properties.roleName");
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArmException(400, "MissingRoleName", "The role definition must have a roleName.");
        }

        if (write.Content.At("properties.assignableScopes") is not JsonArray { Count: > 0 })
        {
            throw new ArmException(400, "MissingAssignableScopes", "Assignable scopes of the role definition must have one scope at least.");
        }

        var hasName = write.World.Resources.OfType(TypeName).Any(other => !other.Name.Same(write.Name) && other.Content.Text("properties.roleName").Same(name));
        if (hasName || BuiltIn.Values.Any(role => role.Name.Same(name)))
        {
            throw new ArmException(409, "RoleDefinitionWithSameNameExists", $"A custom role with the same name already exists in this directory. Use a different name than '{name}'.");
        }

        write.Properties["type"] = "CustomRole";
        write.Service.Default("createdOn", write.World.Now.ToString("O"));
        write.Service["updatedOn"] = write.World.Now.ToString("O");
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (world.Resources.OfType(RoleAssignments.TypeName).Any(assignment => assignment.Content.Text("properties.roleDefinitionId")?.EndsWith($"/{resource.Name}", StringComparison.OrdinalIgnoreCase) == true))
        {
            throw new ArmException(400, "RoleDefinitionHasAssignments", $"There are existing role assignments referencing role (code: RoleDefinitionHasAssignments). The role is '{resource.Name}'.");
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties["createdOn"] = resource.Service["createdOn"]?.DeepClone();
        properties["updatedOn"] = resource.Service["updatedOn"]?.DeepClone();
    }

    /// <summary>A built-in role as a read at any scope shows it; null for an unknown id.</summary>
    public static JsonObject? BuiltInRole(string id, string path) => BuiltIn.TryGetValue(id, out var role) ? Describe(id, role, path) : null;

    /// <summary>The built-in roles of that name; all of them without one.</summary>
    public static IEnumerable<JsonObject> BuiltInRoles(string scope, string? name) =>
        BuiltIn.Where(role => name is null || role.Value.Name.Same(name)).Select(role => Describe(role.Key, role.Value, $"{scope}/providers/{TypeName}/{role.Key}"));

    private static JsonObject Describe(string id, (string Name, string[] Actions) role, string path) => new()
    {
        ["id"] = path,
        ["name"] = id,
        ["type"] = TypeName,
        ["properties"] = new JsonObject
        {
            ["roleName"] = role.Name,
            ["type"] = "BuiltInRole",
            ["assignableScopes"] = new JsonArray("/"),
            ["permissions"] = new JsonArray(new JsonObject
            {
                ["actions"] = new JsonArray([.. role.Actions.Select(static action => (JsonNode)action)]),
                ["notActions"] = role.Name.Same("Contributor") ? new JsonArray("Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write", "Microsoft.Authorization/elevateAccess/Action") : new JsonArray(),
            }),
        },
    };
}
