using Azure.Core;

namespace Orchestrator.Activities.Azure;

/// <summary>A fixed token, for simulated Azure.</summary>
internal sealed class StaticTokenCredential : TokenCredential
{
    private static readonly AccessToken Token = new("simulated", DateTimeOffset.MaxValue);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(Token);
}
