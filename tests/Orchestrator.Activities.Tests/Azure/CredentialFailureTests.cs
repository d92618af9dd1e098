using Azure;
using Azure.Identity;
using Microsoft.Identity.Client;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Azure;

public sealed class CredentialFailureTests
{
    public static TheoryData<string> Wrong => ["expired secret", "nothing inside", "refused"];

    public static TheoryData<string> Passing => ["no network", "throttled", "broken", "metadata endpoint"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Send_CredentialIsWrong_NeedsAPerson(string cause)
    {
        await using var bed = new WireTestBed(_ => throw Failure(cause));

        var error = (await bed.GetAsync()).Error;

        Assert.Equal((ErrorCatalog.Unauthenticated.Code, RetryClass.NeedsUser), (error?.Code, error?.Retry));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Send_TokenServiceIsAway_IsTriedAgain(string cause)
    {
        await using var bed = new WireTestBed(_ => throw Failure(cause));

        var error = (await bed.GetAsync()).Error;

        Assert.Equal((ErrorCatalog.AzureUnavailable.Code, RetryClass.Transient), (error?.Code, error?.Retry));
    }

    private static AuthenticationFailedException Failure(string cause) => new("There is no token.", cause switch
    {
        "expired secret" => new MsalServiceException("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", 401),
        "refused" => new RequestFailedException(403, "no"),
        "no network" => new HttpRequestException("no route to host"),
        "throttled" => new MsalServiceException("temporarily_unavailable", "slow down", 429),
        "broken" => new InvalidOperationException("outer", new MsalServiceException("x", "broken", 503)),
        "metadata endpoint" => new RequestFailedException(0, "timed out"),
        _ => null,
    });
}
