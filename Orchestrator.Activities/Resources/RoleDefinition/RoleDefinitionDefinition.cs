using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.RoleDefinition;

/// <summary>A role of the cluster's own. Nobody else adds to it, so what the spec does not name goes.</summary>
public sealed class RoleDefinitionDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.RoleDefinition;

    public override string Type => ArmTypes.RoleDefinition;

    public override bool HasTags => false;

    public override IReadOnlyList<string> ImmutablePaths => [];

    public override JsonObject Render(ResourceContext context)
    {
        var role = Of(context.Spec, context.Step.ResourceId!);
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["roleName"] = role.RoleName,
                ["description"] = role.Description ?? $"Role {role.Name} of the cluster {context.Spec.Key}",
                ["type"] = "CustomRole",
                ["assignableScopes"] = Json.Strings([role.Scope]),
                ["permissions"] = Json.Objects(
                [
                    new JsonObject
                    {
                        ["actions"] = Json.Strings(role.Actions),
                        ["notActions"] = Json.Strings(role.NotActions),
                        ["dataActions"] = Json.Strings(role.DataActions),
                        ["notDataActions"] = Json.Strings(role.NotDataActions),
                    },
                ]),
            },
        };
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var desired = base.Desired(context, existing);
        if (existing?["properties"]?["permissions"] is not JsonArray { Count: > 0 } permissions)
        {
            return desired;
        }

        // The list of permissions as such says nothing: Azure fills in members that are empty.
        const string at = "$.properties.permissions";
        var wanted = Render(context)["properties"]!["permissions"]![0]!;
        string[] lists = ["actions", "notActions", "dataActions", "notDataActions"];
        var changes = lists.Select(list => new FieldChange($"{at}.{list}", Text(permissions, list), Text(new JsonArray(wanted.DeepClone()), list))).Where(static c => c.Before != c.After);
        return desired with { Changes = [.. desired.Changes.Where(static c => !c.Path.StartsWith(at, StringComparison.Ordinal)), .. changes] };
    }

    private static string Text(JsonArray permissions, string list) => string.Join(
        ", ", permissions.SelectMany(permission => permission?[list] as JsonArray ?? []).Select(static item => item!.ToString()).Order(StringComparer.OrdinalIgnoreCase));

    private static CustomRoleSpec Of(ClusterSpec spec, string id) => spec.Roles!.First(role => ResourceId.Same(ClusterResourceIds.RoleDefinition(role), id));
}
