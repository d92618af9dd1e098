using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.Access;

namespace Orchestrator.Functions.Tests.Access;

/// <summary>What a function key may do that has a rule of its own.</summary>
public sealed class KeyRuleTests
{
    private const string Pipeline = "pipeline-key";
    private const string Viewer = "viewer-key";

    private static readonly Dictionary<string, string?> Rules = new(StringComparer.Ordinal)
    {
        [Setting(Pipeline)] = "Operator team-a, team-b",
        [Setting(Viewer).ToUpperInvariant()] = "Reader *",
    };

    /// <summary>Header values and values of <c>code</c>, separated by '|'; what comes out of them: role and namespaces, or the code of the refusal.</summary>
    [Theory]
    [InlineData("pipeline-key", "", "Operator team-a,team-b")]
    [InlineData("", "pipeline-key", "Operator team-a,team-b")]
    [InlineData("viewer-key", "", "Reader *")]
    [InlineData("no-rule", "", "Admin *")]
    [InlineData("", "", "ORC0490")]
    [InlineData("pipeline-key|no-rule", "", "Operator team-a,team-b")]
    [InlineData("no-rule|pipeline-key", "", "Operator team-a,team-b")]
    [InlineData("pipeline-key,no-rule", "", "Operator team-a,team-b")]
    [InlineData(" pipeline-key ", "", "Operator team-a,team-b")]
    [InlineData("no-rule", "pipeline-key", "Operator team-a,team-b")]
    [InlineData("", "no-rule|pipeline-key", "Operator team-a,team-b")]
    [InlineData("pipeline-key", "viewer-key", "Reader *")]
    public async Task Key_WithARule_MayDoThatAndNoMore_WhereverElseKeysStand(string headers, string codes, string expected) =>
        Assert.Equal(expected, await AskAsync(Rules, headers, codes));

    [Theory]
    [InlineData("pipeline-key", "Operator team-a,team-b")]
    [InlineData("no-rule", "ORC0490")]
    [InlineData("", "ORC0490")]
    public async Task Key_WhereTokensAreWanted_OpensOnlyWithARule(string header, string expected)
    {
        var settings = new Dictionary<string, string?>(Rules, StringComparer.Ordinal) { ["Orchestrator:Access:Issuer"] = "https://issuer.example.com", ["Orchestrator:Access:Audience"] = "app" };

        Assert.Equal(expected, await AskAsync(settings, header, ""));
    }

    [Fact]
    public async Task Key_WhereNoneHasARule_OpensEverything() => Assert.Equal("Admin *", await AskAsync([], "no-rule", ""));

    [Theory]
    [InlineData("Operator")]
    [InlineData("operator team-a")]
    [InlineData("None team-a")]
    [InlineData("2 team-a")]
    [InlineData("team-a")]
    [InlineData("")]
    public void Rule_ThatIsNone_StopsTheStartAndSaysWhatToWrite(string text)
    {
        var problem = Assert.Throws<InvalidOperationException>(() => Options(new(StringComparer.Ordinal) { [Setting(Pipeline)] = text }));

        Assert.Contains("such as 'Operator team-a,team-b'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_NamedByTheKeyItself_StopsTheStartWithoutShowingIt()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => Options(new(StringComparer.Ordinal) { [$"Orchestrator:Access:Keys:{Pipeline}"] = "Reader *" }));

        Assert.Contains("sha256sum", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Pipeline, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RateKey_OfOneKeyAmongOthers_StaysTheSame()
    {
        var authentication = Authentication(new(StringComparer.Ordinal) { ["Orchestrator:Access:RequestsPerMinute"] = "3" });

        Assert.Equal(authentication.RateKeyOf(Request("pipeline-key", "")), authentication.RateKeyOf(Request("pipeline-key|other", "more")));
    }

    private static string Setting(string key) => $"Orchestrator:Access:Keys:{KeyRule.DigestOf(key)}";

    private static async Task<string> AskAsync(Dictionary<string, string?> settings, string headers, string codes)
    {
        try
        {
            var access = await Authentication(settings).AuthenticateAsync(Request(headers, codes), CancellationToken.None);
            return $"{access.Role} {(access.Namespaces is null ? "*" : string.Join(',', access.Namespaces.Order(StringComparer.Ordinal)))}";
        }
        catch (OrchestratorException refused)
        {
            return refused.Error.Code;
        }
    }

    private static DefaultHttpContext Request(string headers, string codes)
    {
        var http = new DefaultHttpContext();
        if (headers.Length > 0)
        {
            http.Request.Headers["x-functions-key"] = headers.Split('|');
        }

        http.Request.QueryString = new QueryString(codes.Length == 0 ? "" : $"?{string.Join('&', codes.Split('|').Select(static code => $"code={code}"))}");
        return http;
    }

    private static Authentication Authentication(Dictionary<string, string?> settings) => new(Options(settings), tokens: null!, new CallerAddress(Configuration(settings)));

    private static AccessOptions Options(Dictionary<string, string?> settings) => AccessOptions.From(Configuration(settings));

    private static IConfigurationRoot Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
