using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Identity;

/// <summary>A user-assigned identity as the tenant sees it.</summary>
internal sealed record ManagedIdentity(Principal Principal, IReadOnlyList<FederatedCredential> FederatedCredentials)
{
    private const string CredentialType = UserAssignedIdentities.TypeName + "/federatedIdentityCredentials";

    /// <summary>By any one of its names; null if there is none.</summary>
    public static ManagedIdentity? Find(ArmWorld world, string? clientId = null, string? objectId = null, string? resourceId = null)
    {
        var resource = world.Resources.OfType(UserAssignedIdentities.TypeName).FirstOrDefault(identity =>
            Same(clientId, identity, "clientId") || Same(objectId, identity, "principalId") || string.Equals(resourceId, identity.Id, StringComparison.OrdinalIgnoreCase));
        return resource is null
            ? null
            : new ManagedIdentity(
                new Principal((string)resource.Service["clientId"]!, (string)resource.Service["principalId"]!, resource.Id),
                [.. world.Resources.Under(resource.Id, CredentialType).SelectMany(static credential => CredentialsOf(credential.Content))]);
    }

    private static bool Same(string? wanted, ArmResource identity, string name) =>
        wanted is not null && string.Equals(wanted, (string?)identity.Service[name], StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<FederatedCredential> CredentialsOf(JsonObject content) =>
        ((content["properties"] as JsonObject)?["audiences"] as JsonArray ?? []).Select(static audience => audience!.ToString()).Select(audience => new FederatedCredential(content.Text("properties.issuer") ?? "", content.Text("properties.subject") ?? "", audience));
}
