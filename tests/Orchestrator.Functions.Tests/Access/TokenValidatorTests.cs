using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Determinism.Time;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Access.Tokens;

namespace Orchestrator.Functions.Tests.Access;

public sealed class TokenValidatorTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly VirtualClock _clock = new(Start);
    private readonly TestIssuer _issuer;
    private readonly Dictionary<string, string?> _settings = TestIssuer.Settings();
    private readonly Lazy<TokenValidator> _validator;

    public TokenValidatorTests()
    {
        _issuer = new TestIssuer(_clock);
        _validator = new Lazy<TokenValidator>(() =>
        {
            var options = AccessOptions.From(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
            return new TokenValidator(options, new IssuerKeys(options, _issuer.Transport, _clock, NullLogger<IssuerKeys>.Instance), _clock);
        });
    }

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    public async Task Token_OfTheIssuer_SaysWhoAndWhat(string algorithm)
    {
        var access = await AcceptAsync(_issuer.Issue(_issuer.Claims("Operator", "Something.Else"), algorithm));

        Assert.Equal((CallerKind.Token, "ada@example.com", "0f8fad5b-d9cb-469f-a165-70867728950e"), (access.Caller.Kind, access.Caller.Name, access.Caller.Id));
        Assert.Equal((Role.Operator, null), (access.Role, access.Namespaces));
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "alg none", "which is not taken" },
        { "alg None", "which is not taken" },
        { "alg HS256 with the public key", "which is not taken" },
        { "RS256 said, HMAC signed", "wrong signature" },
        { "no signature", "wrong signature" },
        { "signature of another token", "wrong signature" },
        { "RS256 key, ES256 said", "wrong signature" },
        { "EC key, RS256 said", "wrong signature" },
        { "algorithm of another hash", "wrong signature" },
        { "kid missing", "'kid'" },
        { "kid unknown", "does not have" },
        { "kid of a short key", "does not have" },
        { "kid of an encryption key", "does not have" },
        { "kid of a symmetric key", "does not have" },
        { "crit", "'crit'" },
        { "nonce", "Microsoft Graph" },
        { "iss other", "is from the issuer" },
        { "iss with a slash more", "is from the issuer" },
        { "iss missing", "is from the issuer" },
        { "aud other", "is for 'api://other'" },
        { "aud that contains ours", "is for" },
        { "aud missing", "is for ''" },
        { "exp missing", "'exp'" },
        { "exp as text", "'exp'" },
        { "expired", "expired at 2026-11-20 11:54:59Z" },
        { "nbf later", "is not valid before" },
        { "nbf as text", "does not say since when" },
        { "iat later", "is not valid before" },
        { "two parts", "is no signed" },
        { "padding", "is no signed" },
        { "not JSON", "is no signed" },
        { "header is a list", "is no signed" },
        { "a claim twice", "is no signed" },
        { "too long", "is no signed" },
        { "empty", "is no signed" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Token_ForgedOrNotForUs_IsRefusedAndSaysWhy(string forgery, string why)
    {
        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => _validator.Value.ValidateAsync(Forge(forgery), default));

        Assert.Equal(ErrorCatalog.TokenRefused.Code, refused.Error.Code);
        Assert.Contains(why, refused.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exp", -299)]
    [InlineData("nbf", 299)]
    [InlineData("iat", 299)]
    public async Task Token_ClocksFiveMinutesApart_IsTaken(string claim, int seconds)
    {
        var claims = _issuer.Claims("Reader");
        claims[claim] = Start.AddSeconds(seconds).ToUnixTimeSeconds();

        Assert.Equal(Role.Reader, (await AcceptAsync(_issuer.Issue(claims))).Role);
    }

    [Theory]
    [InlineData("", Role.None)]
    [InlineData("reader", Role.None)]
    [InlineData("None", Role.None)]
    [InlineData("3", Role.None)]
    [InlineData("Reader", Role.Reader)]
    [InlineData("Admin Reader", Role.Admin)]
    public async Task Roles_OfTheClaim_TheHighestCounts(string roles, Role role) =>
        Assert.Equal(role, (await AcceptAsync(_issuer.Issue(_issuer.Claims(roles.Split(' '))))).Role);

    [Theory]
    [InlineData("team-a", null, "team-a")]
    [InlineData("team-a team-b", null, "team-a,team-b")]
    [InlineData("*", null, null)]
    [InlineData("", null, "")]
    [InlineData(null, null, "")]
    [InlineData(null, "g1", "team-a,team-b")]
    [InlineData(null, "unknown", "")]
    [InlineData(null, "admins", null)]
    [InlineData("team-c", "g1", "team-a,team-b,team-c")]
    public async Task Namespaces_OfClaimAndGroups_AreAllThatTheCallerMayEnter(string? claimed, string? group, string? expected)
    {
        _settings["Orchestrator:Access:GroupNamespaces:g1"] = "team-a, team-b";
        _settings["Orchestrator:Access:GroupNamespaces:admins"] = "*";
        var claims = _issuer.Claims("Reader");
        if (claimed is not null)
        {
            claims["namespaces"] = claimed;
        }

        if (group is not null)
        {
            claims["groups"] = new JsonArray(group);
        }

        var access = await AcceptAsync(_issuer.Issue(claims));

        Assert.Equal(expected, access.Namespaces is null ? null : string.Join(',', access.Namespaces.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Namespaces_TooManyGroupsToName_IsRefusedAndNotEverything()
    {
        _settings["Orchestrator:Access:GroupNamespaces:g1"] = "team-a";
        var claims = _issuer.Claims("Admin");
        claims["_claim_names"] = new JsonObject { ["groups"] = "src1" };

        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => AcceptAsync(_issuer.Issue(claims)));

        Assert.Contains("too many", refused.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azp", "client-2", false)]
    [InlineData("azp", "client-1", true)]
    [InlineData("appid", "client-1", true)]
    [InlineData("azp", null, false)]
    public async Task Client_NotAllowed_IsRefused(string claim, string? client, bool isTaken)
    {
        _settings["Orchestrator:Access:Clients"] = "client-1";
        var claims = _issuer.Claims("Reader");
        claims.Remove("azp");
        claims[claim] = client;

        var access = await Record.ExceptionAsync(() => AcceptAsync(_issuer.Issue(claims)));

        Assert.Equal(isTaken, access is null);
    }

    [Theory]
    [InlineData("Issuer", "", "belong together")]
    [InlineData("Audience", "", "belong together")]
    [InlineData("Issuer", "http://login.example.com", "as an https address")]
    [InlineData("RequestsPerMinute", "many", "write a number")]
    public void Settings_NotUnderstood_SayWhatToWrite(string name, string value, string why)
    {
        _settings[$"Orchestrator:Access:{name}"] = value;

        var refused = Assert.Throws<InvalidOperationException>(() => _validator.Value);

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private Task<CallerAccess> AcceptAsync(string token) => _validator.Value.ValidateAsync(token, default);

    private string Forge(string forgery)
    {
        var claims = _issuer.Claims("Admin");
        var good = _issuer.Issue(claims);
        var parts = good.Split('.');
        return forgery switch
        {
            "alg none" => _issuer.Issue(claims, "none", _issuer.RsaKeyId),
            "alg None" => _issuer.Issue(claims, "None", _issuer.RsaKeyId),
            "alg HS256 with the public key" => _issuer.Issue(claims, "HS256", _issuer.RsaKeyId),
            "RS256 said, HMAC signed" => _issuer.Issue(claims, "HS256-pem", _issuer.RsaKeyId, static header => header["alg"] = "RS256"),
            "no signature" => $"{parts[0]}.{parts[1]}.",
            "signature of another token" => $"{parts[0]}.{_issuer.Issue(_issuer.Claims("Reader")).Split('.')[1]}.{parts[2]}",
            "RS256 key, ES256 said" => _issuer.Issue(claims, "RS256", header: static header => header["alg"] = "ES256"),
            "EC key, RS256 said" => _issuer.Issue(claims, "ES256", header: static header => header["alg"] = "RS256"),
            "algorithm of another hash" => _issuer.Issue(claims, "RS256", header: static header => header["alg"] = "RS512"),
            "kid missing" => _issuer.Issue(claims, header: static header => header.Remove("kid")),
            "kid unknown" => _issuer.Issue(claims, keyId: "made-up"),
            "kid of a short key" => _issuer.Issue(claims, keyId: "small"),
            "kid of an encryption key" => _issuer.Issue(claims, keyId: "for-encryption"),
            "kid of a symmetric key" => _issuer.Issue(claims, keyId: "secret"),
            "crit" => _issuer.Issue(claims, header: static header => header["crit"] = new JsonArray("exp")),
            "nonce" => _issuer.Issue(claims, header: static header => header["nonce"] = "abc"),
            "two parts" => $"{parts[0]}.{parts[1]}",
            "padding" => $"{parts[0]}==.{parts[1]}.{parts[2]}",
            "not JSON" => $"YWJj.{parts[1]}.{parts[2]}",
            "header is a list" => $"W10.{parts[1]}.{parts[2]}",
            "a claim twice" => $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString("""{"iss":"a","iss":"b"}"""u8)}.{parts[2]}",
            "too long" => good + new string('a', 20_000),
            "empty" => "",
            _ => _issuer.Issue(Changed(claims, forgery)),
        };
    }

    private static JsonObject Changed(JsonObject claims, string forgery)
    {
        switch (forgery)
        {
            case "iss other": claims["iss"] = "https://login.example.com/other/v2.0"; break;
            case "iss with a slash more": claims["iss"] = TestIssuer.Name + "/"; break;
            case "iss missing": claims.Remove("iss"); break;
            case "aud other": claims["aud"] = "api://other"; break;
            case "aud that contains ours": claims["aud"] = TestIssuer.Audience + ".evil"; break;
            case "aud missing": claims.Remove("aud"); break;
            case "exp missing": claims.Remove("exp"); break;
            case "exp as text": claims["exp"] = "4102444800"; break;
            case "expired": claims["exp"] = Start.AddSeconds(-301).ToUnixTimeSeconds(); break;
            case "nbf later": claims["nbf"] = Start.AddSeconds(301).ToUnixTimeSeconds(); break;
            case "nbf as text": claims["nbf"] = "soon"; break;
            case "iat later": claims["iat"] = Start.AddSeconds(301).ToUnixTimeSeconds(); break;
            default: throw new ArgumentOutOfRangeException(nameof(forgery), forgery, message: null);
        }

        return claims;
    }
}
