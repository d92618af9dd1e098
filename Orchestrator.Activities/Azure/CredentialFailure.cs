using Azure;
using Azure.Identity;
using Microsoft.Identity.Client;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// Why there is no token. The identity library throws one exception type both when the credential is wrong, which a person must mend, and when
/// Entra ID or the metadata endpoint could not be reached, which goes away; only what lies inside tells them apart.
/// </summary>
internal static class CredentialFailure
{
    public static ErrorDefinition Classify(AuthenticationFailedException exception)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (IsPassing(inner))
            {
                return ErrorCatalog.AzureUnavailable;
            }
        }

        return ErrorCatalog.Unauthenticated;
    }

    private static bool IsPassing(Exception exception) => exception switch
    {
        MsalServiceException { StatusCode: 429 or >= 500 } => true,
        MsalException { IsRetryable: true } => true,
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };
}
