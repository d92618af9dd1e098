using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Authorization;

/// <summary>Whose tokens an identity takes for its own: an issuer and a subject, each pair once, twenty at most.</summary>
internal sealed partial class FederatedIdentityCredentials : ResourceType
{
    public const string TypeName = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials";
    private const int Most = 20;

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.ManagedIdentity;

    public override void Accept(ResourceWrite write)
    {
        if (!ValidName().IsMatch(write.Name))
        {
            throw Bad($"The federated identity credential name '{write.Name}' is invalid: 3 to 120 letters, digits, '-' and '_', the first a letter or a digit.");
        }

        var issuer = write.Content.Text("properties.issuer");
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url) || url.Scheme is not "https")
        {
            throw Bad($"The issuer '{issuer}' is not an https URL.");
        }

        if (write.Content.At("properties.audiences") is not JsonArray { Count: 1 })
        {
            throw Bad("Exactly one audience must be given.");
        }

        var others = write.World.Resources.Under(References.OwnerOf(write.Id)!, TypeName).Where(other => !other.Id.Same(write.Id)).ToList();
        if (others.Count >= Most)
        {
            throw Bad($"Too many federated identity credentials: a managed identity has at most {Most}.");
        }

        if (others.Exists(other => string.Equals(KeyOf(other.Content), KeyOf(write.Content), StringComparison.Ordinal)))
        {
            throw new ArmException(409, "Conflict", $"Issuer and subject combination already exists for this Managed Identity: issuer '{issuer}', subject '{write.Content.Text("properties.subject")}'.");
        }
    }

    private static string KeyOf(JsonObject content) => $"{content.Text("properties.issuer")}\n{content.Text("properties.subject")}";

    private static ArmException Bad(string message) => new(400, "BadRequest", message);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
