using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Storage;

/// <summary>Made in the background with 202 and <c>Location</c> only; changed and deleted at once. Names are unique in the world.</summary>
internal sealed partial class StorageAccounts : ResourceType
{
    public const string TypeName = "Microsoft.Storage/storageAccounts";
    private static readonly string[] Services = ["blob", "queue", "table", "file", "web", "dfs"];

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Storage;

    public override OperationLatency Latency { get; } = new((22, 27), (0, 0), (0, 0));

    public override bool CreatesUnseen => true;

    public override bool PatchesModel => true;

    public override IReadOnlyList<string> Immutable => ["properties.isHnsEnabled", "properties.immutableStorageWithVersioning.enabled"];

    public override int WriteStatus(bool created) => created ? 202 : 200;

    public override TimeSpan? Duration(ResourceWrite write) => write.Existing is null ? base.Duration(write) : null;

    public override TimeSpan? DeleteDuration(ArmResource resource, ArmWorld world) => null;

    /// <summary>Why a name cannot be had; null when it can.</summary>
    public static (string Reason, string Message)? NameProblem(string name, ArmWorld world) =>
        !ValidName().IsMatch(name) ? ("AccountNameInvalid", $"{name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.")
        : world.Resources.OfType(TypeName).Any(account => account.Name.Same(name)) ? ("AlreadyExists", $"The storage account named {name} is already taken.")
        : null;

    public override JsonObject Desired(ArmResource? existing, JsonObject body) => existing is null ? body : existing.Content.MergedWith(body);

    public override void Accept(ResourceWrite write)
    {
        if (write.Existing is null && NameProblem(write.Name, write.World) is { } problem)
        {
            throw problem.Reason is "AccountNameInvalid" ? new ArmException(400, problem.Reason, problem.Message) : new ArmException(409, "StorageAccountAlreadyTaken", problem.Message);
        }

        var sku = write.Content.Ensure("sku");
        sku["tier"] = sku.Text("name")!.StartsWith("Premium", StringComparison.OrdinalIgnoreCase) ? "Premium" : "Standard";
        write.Properties.Default("supportsHttpsTrafficOnly", true);
        write.Properties.Default("allowBlobPublicAccess", false);
        write.Properties.Default("minimumTlsVersion", "TLS1_0");
        write.Properties.Default("accessTier", "Hot");
        write.Properties.Ensure("networkAcls").Default("defaultAction", "Allow");
        write.Properties.Ensure("encryption").Default("keySource", "Microsoft.Storage");
        write.Service.Default("created", write.World.Now.ToString("O"));
        write.Service.Default("key1", Key(write.World));
        write.Service.Default("key2", Key(write.World));
        if (write.Content.Text("identity.type")?.Contains("SystemAssigned", StringComparison.Ordinal) == true)
        {
            write.Service.Default("principalId", write.World.NewGuid().ToString());
        }
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        var id = $"{resource.Id}/blobServices/default";
        if (world.Resources.Find(id) is null)
        {
            var content = new JsonObject { ["properties"] = new JsonObject { ["deleteRetentionPolicy"] = new JsonObject { ["enabled"] = false } } };
            world.Keep(new ArmResource(id, BlobServices.TypeName, "default", content, [], ArmResource.Succeeded, "", "PutBlobServiceOperation"));
        }

        return resource;
    }

    /// <summary>There are no failed accounts: what could not be made is not there.</summary>
    public override void Fail(ArmResource resource, ArmOperation operation, ArmWorld world) => world.Resources.Remove(resource.Id);

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        foreach (var container in world.Resources.Below(resource.Id).Where(static item => item.Type.Same(BlobContainers.TypeName)))
        {
            BlobContainers.CheckUnprotected(container, world);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties["creationTime"] = resource.Service["created"]?.DeepClone();
        properties["primaryLocation"] = resource.Location;
        properties["statusOfPrimary"] = "available";
        properties["primaryEndpoints"] = new JsonObject(Services.Select(service => KeyValuePair.Create<string, JsonNode?>(service, $"https://{resource.Name}.{service}.core.windows.net/")));
        if (view["identity"] is JsonObject identity && resource.Service["principalId"] is { } principal)
        {
            identity["principalId"] = principal.DeepClone();
            identity["tenantId"] = world.Options.TenantId;
        }
    }

    public override JsonNode? Invoke(string action, ArmResource resource, JsonObject body, ArmRequest request, ArmWorld world)
    {
        if (action.Same("regenerateKey"))
        {
            var name = body.Text("keyName") is { } wanted && wanted is "key1" or "key2" ? body.Text("keyName")! : throw ArmErrors.InvalidParameter($"There is no key '{body.Text("keyName")}'; use key1 or key2.", "keyName");
            var service = resource.Service.Copy();
            service[name] = Key(world);
            return Keys(world.Keep(resource with { Service = service }));
        }

        return action.Same("listKeys") ? Keys(resource) : null;
    }

    private static JsonObject Keys(ArmResource account) => new()
    {
        ["keys"] = new JsonArray([.. new[] { "key1", "key2" }.Select(name => new JsonObject { ["keyName"] = name, ["value"] = account.Service.Text(name), ["permissions"] = "Full", ["creationTime"] = account.Service.Text("created") })]),
    };

    private static string Key(ArmWorld world) => Convert.ToBase64String(Enumerable.Range(0, 4).SelectMany(_ => world.NewGuid().ToByteArray()).ToArray());

    [GeneratedRegex("^[a-z0-9]{3,24}$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
