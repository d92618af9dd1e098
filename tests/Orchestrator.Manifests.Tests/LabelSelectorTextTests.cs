using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Selectors;

namespace Orchestrator.Manifests.Tests;

public sealed class LabelSelectorTextTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["env"] = "prod", ["example.com/tier"] = "web", ["empty"] = "" };

    [Theory]
    [InlineData("env=prod", true)]
    [InlineData("env==prod", true)]
    [InlineData("env = test", false)]
    [InlineData("env!=test", true)]
    [InlineData("missing!=x", true)]
    [InlineData("env in (test, prod)", true)]
    [InlineData("env notin (test,prod)", false)]
    [InlineData("example.com/tier", true)]
    [InlineData("!example.com/tier", false)]
    [InlineData("! missing", true)]
    [InlineData("empty=", true)]
    [InlineData("env=prod,example.com/tier in (web),!missing", true)]
    [InlineData("env=prod , env!=prod", false)]
    [InlineData("in", false)]
    public void Selector_MatchesAsKubernetesDoes(string text, bool matches) => Assert.Equal(matches, LabelSelectorText.Parse(text).Matches(Labels));

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("env=prod,")]
    [InlineData("env=a=b")]
    [InlineData("env in prod")]
    [InlineData("env in ()x")]
    [InlineData("-env")]
    [InlineData("a b")]
    public void Selector_ThatIsNone_SaysWhatToWrite(string text)
    {
        var refused = Assert.Throws<OrchestratorException>(() => LabelSelectorText.Parse(text));

        Assert.Equal(ErrorCatalog.InvalidValue.Code, refused.Error.Code);
        Assert.Contains("env=prod", refused.Error.Action, StringComparison.Ordinal);
    }
}
