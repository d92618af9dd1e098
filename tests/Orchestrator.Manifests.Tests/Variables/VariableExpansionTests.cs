using Orchestrator.Manifests.Variables;

namespace Orchestrator.Manifests.Tests.Variables;

public sealed class VariableExpansionTests
{
    // What an identity's tenantID is after substitution, quoted so that YAML keeps it as it is.
    [Theory]
    [InlineData("${A}", "a-value")]
    [InlineData("x${A}y${A}z", "xa-valueya-valuez")]
    [InlineData("${NONE:=d}", "d")]
    [InlineData("${NONE:-d}", "d")]
    [InlineData("${NONE-d}", "d")]
    [InlineData("${NONE=d}", "d")]
    [InlineData("${EMPTY:=d}", "d")]
    [InlineData("${EMPTY:-d}", "d")]
    [InlineData("${EMPTY-d}", "")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${A:=d}", "a-value")]
    [InlineData("${A:?needed}", "a-value")]
    [InlineData("${A:+there}${NONE:+not}", "there")]
    [InlineData("${NONE:=${A}-x}", "a-value-x")]
    [InlineData("${NONE:=${ALSO_NONE:=${A}}}", "a-value")]
    [InlineData("${NONE:=}", "")]
    [InlineData("${VERSION%.*}", "v1.30")]
    [InlineData("${VERSION%%.*}", "v1")]
    [InlineData("${VERSION#*.}", "30.2")]
    [InlineData("${VERSION##*.}", "2")]
    [InlineData("${VERSION#v}", "1.30.2")]
    [InlineData("${VERSION%nothing}", "v1.30.2")]
    [InlineData("${VERSION%[0-9]}", "v1.30.")]
    [InlineData("${VERSION%.?}", "v1.30")]
    [InlineData("${A/a/b}", "b-value")]
    [InlineData("${A//a/b}", "b-vblue")]
    [InlineData("${A//a}", "-vlue")]
    [InlineData("${A^}", "A-value")]
    [InlineData("${A^^}", "A-VALUE")]
    [InlineData("${UPPER,,}", "upper")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$$", "$")]
    [InlineData("$A and $(A)", "$A and $(A)")]
    [InlineData("{{ ds.meta_data }}", "{{ ds.meta_data }}")]
    public void Expression_IsReplacedAsEnvsubstDoes(string text, string expected)
    {
        var result = Reading.Read(
            Identity($"'{text}'"), ("A", "a-value"), ("EMPTY", ""), ("VERSION", "v1.30.2"), ("UPPER", "UPPER"));

        Assert.Equal(expected, Value(result));
    }

    [Theory]
    [InlineData("${NONE}", "ORC0109", "The variable NONE has no value and no default.")]
    [InlineData("${NONE:?ask the team}", "ORC0109", "The variable NONE has no value: ask the team.")]
    [InlineData("${NONE:=${OTHER}}", "ORC0109", "The variable OTHER has no value and no default.")]
    [InlineData("${NONE%.*}", "ORC0109", "The variable NONE has no value and no default.")]
    [InlineData("${}", "ORC0101", "'${}' is not a variable expression.")]
    [InlineData("${A.b}", "ORC0101", "'${A.b}' is not a variable expression.")]
    [InlineData("${1}", "ORC0101", "'${1}' is not a variable expression.")]
    public void Expression_WithoutAValue_IsReportedWhereItStands(string text, string code, string message)
    {
        var problem = Assert.Single(Reading.Read(Identity($"'{text}'"), ("A", "a")).Diagnostics);

        Assert.Equal((code, message), (problem.Code, problem.Message));
        Assert.Equal((5, text == "${NONE:=${OTHER}}" ? 22 : 14, 1, "$.spec.tenantID"), (problem.Line, problem.Column, problem.Document, problem.Path));
    }

    [Fact]
    public void UnusedDefault_WithUndefinedVariable_IsNotEvaluated() =>
        Assert.Equal("a", Value(Reading.Read(Identity("${A:=${NONE}}"), ("A", "a"))));

    [Fact]
    public void UnterminatedExpression_IsReportedOnceAndReadingGoesOn()
    {
        var result = Reading.Read(Identity("'${A:=${B'") + "other: ${C}\n");

        Assert.Equal(["ORC0101", "ORC0103", "ORC0109"], result.Diagnostics.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ValueOfSeveralLines_BeforeAMistake_LeavesTheMistakeAtItsOriginalLine()
    {
        var problem = Assert.Single(Reading.Read(
            "apiVersion: v1\nkind: Secret\nmetadata:\n${NAME}\nstringData: {}\nunknown: 1\n", ("NAME", "  name: x\n  labels:\n    a: b")).Diagnostics, d => d.Code != "ORC0113");

        Assert.Equal(("ORC0103", 6, 1), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void MistakeInsideAValue_IsReportedWhereTheVariableStands()
    {
        var problem = Assert.Single(Reading.Read("apiVersion: v1\nkind: Secret\nmetadata:\n  ${ALL}\n", ("ALL", "name: x\n  nmespace: y")).Diagnostics);

        Assert.Equal(("ORC0103", 4, 3), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void ReferencedIn_NamesEveryVariableOnce() =>
        Assert.Equal(["A", "B", "C", "D"], ManifestVariables.ReferencedIn("${A} ${B:=${C:-x}} $${NOT} ${A%.*} $NOR ${D:?why}"));

    private static string Identity(string tenant) =>
        $"apiVersion: infrastructure.cluster.x-k8s.io/v1beta1\nkind: AzureClusterIdentity\nmetadata: {{name: i}}\nspec:\n  tenantID: {tenant}\n  clientID: c\n  type: WorkloadIdentity\n";

    private static string? Value(ManifestResult result)
    {
        Assert.Empty(result.Diagnostics.Select(Reading.Show));
        return Assert.Single(result.Identities).TenantId;
    }
}
