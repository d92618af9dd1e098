using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class KubeadmConfigReader : IKindReader
{
    public string ApiGroup => ApiGroups.Bootstrap;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "KubeadmConfig";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        return new KubeadmConfigManifest(meta, root.Context.Origins, spec is null ? new KubeadmSpec() : ReadSpec(spec));
    }

    public static KubeadmSpec ReadSpec(ObjectReader spec)
    {
        spec.Unsupported("ignition", "useExperimentalRetryJoin", "bootCommands");
        if (spec.Choice("format", ["cloud-config", "ignition"]) == "ignition")
        {
            spec.Refuse("format", "Ignition is not supported yet.", "Write cloud-config, or remove the field.");
        }

        return new KubeadmSpec
        {
            ClusterConfiguration = spec.Json("clusterConfiguration", KubeadmShapes.ClusterConfiguration) as JsonObject,
            InitConfiguration = spec.Json("initConfiguration", KubeadmShapes.InitConfiguration) as JsonObject,
            JoinConfiguration = spec.Json("joinConfiguration", KubeadmShapes.JoinConfiguration) as JsonObject,
            Files = [.. spec.Objects("files").Select(ReadFile)],
            DiskSetup = spec.Json("diskSetup", KubeadmShapes.DiskSetup) as JsonObject,
            Mounts = spec.StringRows("mounts"),
            PreKubeadmCommands = spec.Strings("preKubeadmCommands"),
            PostKubeadmCommands = spec.Strings("postKubeadmCommands"),
            Users = spec.Json("users", KubeadmShapes.Users) as JsonArray,
            Ntp = spec.Json("ntp", KubeadmShapes.Ntp) as JsonObject,
            Verbosity = spec.Integer("verbosity"),
        };
    }

    private static BootstrapFileSpec ReadFile(ObjectReader file)
    {
        var secret = file.Object("contentFrom")?.RequiredObject("secret");
        var content = file.String("content");
        if (content is not null && file.Has("contentFrom"))
        {
            file.Invalid("content", "A file has either 'content' or 'contentFrom', not both.", "Remove one of them.");
        }
        else if (content is null && !file.Has("contentFrom"))
        {
            file.Context.Error(ErrorCatalog.MissingField, file.Location, "The file has neither 'content' nor 'contentFrom'.", "Add one of them.");
        }

        return new BootstrapFileSpec
        {
            Path = file.RequiredString("path"),
            Owner = file.String("owner"),
            Permissions = file.String("permissions"),
            Encoding = file.Choice("encoding", ["base64", "gzip", "gzip+base64"]),
            Append = file.Boolean("append") ?? false,
            Content = content,
            SecretName = secret?.RequiredString("name"),
            SecretKey = secret?.RequiredString("key"),
        };
    }
}
