using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>Reads an item of <c>roles</c>.</summary>
internal static class RoleReader
{
    public static CustomRoleDraft Read(ObjectReader role) => new()
    {
        Name = role.RequiredString("name"),
        Scope = role.String("scope"),
        Description = role.String("description"),
        Actions = role.Strings("actions"),
        NotActions = role.Strings("notActions"),
        DataActions = role.Strings("dataActions"),
        NotDataActions = role.Strings("notDataActions"),
        Identities = role.Has("identities") ? role.Strings("identities") : Absent(role),
    };

    private static IReadOnlyList<string>? Absent(ObjectReader role)
    {
        role.Ignore("identities");
        return null;
    }
}
