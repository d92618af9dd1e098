using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap.CloudInit;

/// <summary>Builds cloud-init user data: a cloud-config that cloud-init renders as a jinja template on the machine, where its host name is known.</summary>
internal static class CloudConfig
{
    private const string Header = "## template: jinja\n#cloud-config\n";

    public static string Write(KubeadmSpec kubeadm, IReadOnlyList<CloudConfigFile> files, IReadOnlyList<string> commands)
    {
        var config = new JsonObject
        {
            ["write_files"] = new JsonArray([.. files.Select(WriteFile)]),
            ["runcmd"] = new JsonArray([.. commands.Select(static command => JsonValue.Create(command))]),
        };
        Add(config, "ntp", kubeadm.Ntp is { } ntp ? SortedJson.Of(ntp) : null);
        Add(config, "users", kubeadm.Users is { Count: > 0 } users ? CloudConfigUsers.Of(users) : null);
        CloudConfigDisks.AddTo(config, kubeadm.DiskSetup);
        Add(config, "mounts", kubeadm.Mounts.Count == 0 ? null : new JsonArray(
            [.. kubeadm.Mounts.Select(static row => new JsonArray([.. row.Select(static field => JsonValue.Create(field))]))]));
        return Header + YamlText.Write(config);
    }

    private static JsonObject WriteFile(CloudConfigFile file)
    {
        var entry = new JsonObject { ["path"] = file.Path };
        Add(entry, "owner", file.Owner);
        Add(entry, "permissions", file.Permissions);
        Add(entry, "encoding", file.Encoding);
        if (file.Append)
        {
            entry["append"] = true;
        }

        entry["content"] = file.Content;
        return entry;
    }

    private static void Add(JsonObject owner, string name, JsonNode? value)
    {
        if (value is not null)
        {
            owner[name] = value;
        }
    }
}
