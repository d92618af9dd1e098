using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Manifests.Validation;

internal static class IdentityValidation
{
    public static void Check(IdentitySpec identity, SpecReport report)
    {
        var needsSecret = identity.Type is IdentityType.ServicePrincipal or IdentityType.ManualServicePrincipal or IdentityType.ServicePrincipalCertificate;
        if (needsSecret && string.IsNullOrEmpty(identity.SecretName))
        {
            report.Error(
                ErrorCatalog.MissingField, "identity", $"The identity '{identity.Name}' of type {identity.Type} names no secret.",
                "Name the secret that holds its credential.");
        }
    }
}
