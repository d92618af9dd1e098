using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>At any scope. A principal that was just made is unknown to the directory for a while, unless the caller says what it is.</summary>
internal sealed class RoleAssignments : ResourceType
{
    public const string TypeName = "Microsoft.Authorization/roleAssignments";

    /// <summary>How long a new principal takes to be known everywhere.</summary>
    private static readonly TimeSpan Replication = TimeSpan.FromSeconds(15);

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Authorization;

    public override bool IsTracked => false;

    public override bool IsExtension => true;

    public override void Accept(ResourceWrite write)
    {
        if (!Guid.TryParse(write.Name, out _))
        {
            throw new ArmException(400, "InvalidRoleAssignmentId", $"The role assignment ID '{write.Name}' is not valid. The role assignment ID must be a GUID.");
        }

        var scope = ResourcePath.Parse(write.Id)!.Scope;
        write.Properties["scope"] = scope.Length == 0 ? "/" : scope;
        if (write.Existing is { } existing && !Key(existing.Content).Equals(Key(write.Content), StringComparison.OrdinalIgnoreCase))
        {
            throw new ArmException(409, "RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
        }

        var twin = write.World.Resources.OfType(TypeName).FirstOrDefault(other => !other.Id.Same(write.Id) && Key(other.Content).Equals(Key(write.Content), StringComparison.OrdinalIgnoreCase));
        if (twin is not null)
        {
            throw new ArmException(409, "RoleAssignmentExists", $"The role assignment already exists. The ID of the existing role assignment is {twin.Name.Replace("-", "", StringComparison.Ordinal)}.");
        }

        CheckPrincipal(write);
        write.Properties.Default("principalType", "ServicePrincipal");
        write.Service.Default("createdOn", write.World.Now.ToString("O"));
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties["createdOn"] = resource.Service["createdOn"]?.DeepClone();
        properties["updatedOn"] = resource.Service["createdOn"]?.DeepClone();
    }

    private static string Key(JsonObject content)
    {
        var role = content.Text("properties.roleDefinitionId") ?? "";
        return $"{content.Text("properties.scope")}|{role[(role.LastIndexOf('/') + 1)..]}|{content.Text("properties.principalId")}";
    }

    private static void CheckPrincipal(ResourceWrite write)
    {
        var principal = write.Content.Text("properties.principalId");
        if (!Guid.TryParse(principal, out _))
        {
            throw new ArmException(400, "InvalidPrincipalId", $"A valid principal ID must be provided for role assignment. The provided principal ID is '{principal}'.");
        }

        var created = write.World.Resources.Unordered.FirstOrDefault(resource => resource.Service.Text("principalId").Same(principal))?.Service.Text("created");
        if (created is not null && write.Content.Text("properties.principalType") is null && write.World.Now - DateTimeOffset.Parse(created, CultureInfo.InvariantCulture) < Replication)
        {
            throw new ArmException(400, "PrincipalNotFound", $"Principal {principal} does not exist in the directory {write.World.Options.TenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype");
        }
    }
}
