using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

/// <summary>A cluster's own roles.</summary>
internal static class RoleValidation
{
    private const int LongestRoleName = 512;

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < (spec.Roles?.Count ?? 0); i++)
        {
            var (role, path) = (spec.Roles![i], $"roles[{i}]");
            report.Pattern($"{path}.name", "name", role.Name, NamePatterns.Namespace(), "1 to 63 lower-case letters, digits and hyphens");
            report.Pattern($"{path}.scope", "scope", role.Scope, NamePatterns.RoleScope(), "an ARM id such as /subscriptions/…/resourceGroups/…");
            if (!names.Add(role.Name))
            {
                report.Invalid($"{path}.name", $"Two roles are named '{role.Name}'.", "Rename one of them.");
            }

            if (role.RoleName.Length > LongestRoleName)
            {
                report.Invalid($"{path}.name", $"The role's name in Azure, \"{role.RoleName}\", is longer than {LongestRoleName} characters.", "Shorten it.");
            }

            CheckActions(role, path, report);
            for (var j = 0; j < role.Identities.Count; j++)
            {
                CheckIdentity(role.Identities[j], $"{path}.identities[{j}]", report);
            }
        }
    }

    private static void CheckActions(CustomRoleSpec role, string path, SpecReport report)
    {
        if (role.Actions.Count + role.DataActions.Count == 0)
        {
            report.Error(ErrorCatalog.MissingField, path, $"The role '{role.Name}' allows nothing.", "Add 'actions' or 'dataActions', such as Microsoft.Network/loadBalancers/read.");
        }

        foreach (var (list, name) in new[] { (role.Actions, "actions"), (role.NotActions, "notActions"), (role.DataActions, "dataActions"), (role.NotDataActions, "notDataActions") })
        {
            for (var i = 0; i < list.Count; i++)
            {
                report.Pattern($"{path}.{name}[{i}]", name, list[i], NamePatterns.RoleAction(), "an operation such as Microsoft.Network/loadBalancers/read; * stands for any part");
            }
        }
    }

    private static void CheckIdentity(string id, string path, SpecReport report)
    {
        if (!Unknown.IsIn(id) && ArmId.Parse(id) is null)
        {
            report.Invalid(path, $"\"{id}\" is not an ARM id.", "Write the identity's id: /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME.");
        }
    }
}
