namespace Orchestrator.Contracts.Clusters;

public enum IdentityType
{
    WorkloadIdentity,
    ServicePrincipal,
    ManualServicePrincipal,
    ServicePrincipalCertificate,
    UserAssignedMSI,
    UserAssignedIdentityCredential,
}
