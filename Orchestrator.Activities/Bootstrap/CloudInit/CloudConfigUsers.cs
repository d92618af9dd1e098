using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Bootstrap.CloudInit;

/// <summary>Cluster API's users under the names that cloud-init has for their fields.</summary>
internal static class CloudConfigUsers
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["name"] = "name",
        ["gecos"] = "gecos",
        ["groups"] = "groups",
        ["homeDir"] = "homedir",
        ["inactive"] = "inactive",
        ["shell"] = "shell",
        ["passwd"] = "passwd",
        ["primaryGroup"] = "primary_group",
        ["lockPassword"] = "lock_passwd",
        ["sudo"] = "sudo",
        ["sshAuthorizedKeys"] = "ssh_authorized_keys",
    };

    /// <exception cref="OrchestratorException">UnsupportedFeature: a field that cloud-init has no place for.</exception>
    public static JsonArray Of(JsonArray users) => new([.. users.OfType<JsonObject>().Select(Of)]);

    private static JsonObject Of(JsonObject user)
    {
        var result = new JsonObject();
        foreach (var (field, value) in user)
        {
            if (!Names.TryGetValue(field, out var name))
            {
                throw new OrchestratorException(ErrorCatalog.UnsupportedFeature.With($"The field '{field}' of a user cannot be written as user data.", field));
            }

            // cloud-init wants a number of days as text; Cluster API has a switch that means at once.
            result[name] = field == "inactive" ? (value?.ToString() == "true" ? "0" : value?.ToString()) : value?.DeepClone();
        }

        return result;
    }
}
