namespace Orchestrator.Contracts.Clusters;

public enum IdentityType
{
    WorkloadIdentity,
    ServicePrincipal,
    ManualServicePrincipal,
    ServicePrincipalCertificate,
    UserAssignedMSI,
    UserAssignedIdentityCredential,

    /// <summary>The orchestrator's own identity; with a tenant id, the service principal that its operators registered for that tenant.</summary>
    None,
}
