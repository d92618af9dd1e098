using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Contracts.Errors;
using Orchestrator.Determinism.Time;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Access.Tokens;

namespace Orchestrator.Functions.Tests.Access;

/// <summary>When the keys of the issuer are fetched, and what is so while they cannot be.</summary>
public sealed class IssuerKeysTests : IDisposable
{
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly TestIssuer _issuer;
    private readonly TokenValidator _validator;

    public IssuerKeysTests()
    {
        _issuer = new TestIssuer(_clock);
        var options = AccessOptions.From(new ConfigurationBuilder().AddInMemoryCollection(TestIssuer.Settings()).Build());
        _validator = new TokenValidator(options, new IssuerKeys(options, _issuer.Transport, _clock, NullLogger<IssuerKeys>.Instance), _clock);
    }

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Keys_AreFetchedOnceADayAndAnewForAnUnknownId()
    {
        await ValidateAsync(_issuer.Issue(_issuer.Claims()));
        _clock.Advance(TimeSpan.FromMinutes(6));
        await ValidateAsync(_issuer.Issue(_issuer.Claims()));
        Assert.Equal(["https://login.example.com/tenant/v2.0/.well-known/openid-configuration", "https://login.example.com/tenant/keys"], _issuer.Requests);

        _issuer.RsaKeyId = "rsa-2";
        await ValidateAsync(_issuer.Issue(_issuer.Claims()));
        Assert.Equal(4, _issuer.Requests.Count);

        _clock.Advance(TimeSpan.FromDays(1));
        await ValidateAsync(_issuer.Issue(_issuer.Claims()));
        Assert.Equal(6, _issuer.Requests.Count);
    }

    [Fact]
    public async Task Keys_UnknownIdsOneAfterAnother_AreFetchedOnceInFiveMinutes()
    {
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<OrchestratorException>(() => ValidateAsync(_issuer.Issue(_issuer.Claims(), keyId: $"made-up-{i}")));
        }

        Assert.Equal(2, _issuer.Requests.Count);
    }

    [Fact]
    public async Task Keys_IssuerAway_TheKnownOnesStayAndWithoutAnyItIsSaid()
    {
        _issuer.IsAway = true;
        var unreachable = await Assert.ThrowsAsync<OrchestratorException>(() => ValidateAsync(_issuer.Issue(_issuer.Claims())));
        Assert.Equal(ErrorCatalog.IssuerUnreachable.Code, unreachable.Error.Code);

        _issuer.IsAway = false;
        _clock.Advance(TimeSpan.FromMinutes(6));
        await ValidateAsync(_issuer.Issue(_issuer.Claims()));
        _issuer.IsAway = true;
        _clock.Advance(TimeSpan.FromDays(2));
        await ValidateAsync(_issuer.Issue(_issuer.Claims()));
    }

    [Fact]
    public async Task Keys_MetadataOfAnotherIssuer_AreNotTaken()
    {
        _issuer.MetadataIssuer = "https://login.example.com/other/v2.0";

        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => ValidateAsync(_issuer.Issue(_issuer.Claims())));

        Assert.Equal(ErrorCatalog.IssuerUnreachable.Code, refused.Error.Code);
    }

    private Task<CallerAccess> ValidateAsync(string token) => _validator.ValidateAsync(token, default);
}
