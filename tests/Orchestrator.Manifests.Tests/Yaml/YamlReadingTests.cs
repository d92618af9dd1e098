using System.Text;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests.Tests.Yaml;

public sealed class YamlReadingTests
{
    private const string Identity = """
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureClusterIdentity
        metadata: { name: NAME }
        spec: { type: WorkloadIdentity, tenantID: t, clientID: c }

        """;

    [Theory]
    [InlineData("text", "text")]
    [InlineData("\"0644\"", "0644")]
    [InlineData("'true'", "true")]
    [InlineData("yes", "yes")]
    [InlineData("1.30.2", "1.30.2")]
    [InlineData("1_000", "1_000")]
    [InlineData("!!str 5", "5")]
    [InlineData(">-\n    folded\n    text", "folded text")]
    [InlineData("\"\\u0041\\/\"", "A/")]
    public void Scalar_ThatYamlTypesAsText_IsTaken(string value, string expected)
    {
        var result = Reading.Read(WithTenant(value));

        Assert.Equal([], result.Diagnostics.Select(Reading.Show));
        Assert.Equal(expected, result.Identities.Single().TenantId);
    }

    [Theory]
    [InlineData("5", "Quote it: \"5\".")]
    [InlineData("0644", "Quote it: \"0644\".")]
    [InlineData("0x1F", "Quote it: \"0x1F\".")]
    [InlineData("1.30", "Quote it: \"1.30\".")]
    [InlineData("1e3", "Quote it: \"1e3\".")]
    [InlineData("true", "Quote it: \"true\".")]
    [InlineData("[a]", "Write a string.")]
    [InlineData("{a: b}", "Write a string.")]
    public void Scalar_ThatKubernetesWouldRefuseAsText_IsAnError(string value, string advice)
    {
        var problem = Assert.Single(Reading.Read(WithTenant(value)).Diagnostics);

        Assert.Equal(("ORC0104", advice, "$.spec.tenantID", 6), (problem.Code, problem.Action, problem.Path, problem.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("~")]
    public void Null_CountsAsAbsent(string value) => Assert.Equal("ORC0105", Assert.Single(Reading.Read(WithTenant(value)).Diagnostics).Code);

    [Fact]
    public void Documents_OfSeveralFiles_AreNumberedInTheirFiles()
    {
        var broken = Identity.Replace("tenantID: t", "tenatID: t", StringComparison.Ordinal);
        var result = ManifestReader.Read(new ManifestInput
        {
            Files =
            [
                new ManifestFile("a.yaml", $"# a comment\n---\n{Identity.Replace("NAME", "one", StringComparison.Ordinal)}---\n{broken}"),
                new ManifestFile("b.yaml", broken.Replace("NAME", "three", StringComparison.Ordinal)),
            ],
        });

        Assert.Equal(
            ["a.yaml 2 11:33 ORC0103", "b.yaml 1 4:33 ORC0103"],
            result.Diagnostics.Where(d => d.Code == "ORC0103").Select(d => $"{d.File} {d.Document} {d.Line}:{d.Column} {d.Code}"));
    }

    [Theory]
    [InlineData("\t")]
    [InlineData("  ")]
    [InlineData("")]
    public void Json_IsReadAsWell(string indent)
    {
        var json = $"{{\n{indent}\"apiVersion\": \"infrastructure.cluster.x-k8s.io/v1beta1\",\n{indent}\"kind\":\"AzureClusterIdentity\",\n{indent}\"metadata\": {{\"name\": \"i\"}},\n"
            + $"{indent}\"spec\": {{\n{indent}{indent}\"type\": \"WorkloadIdentity\",\n{indent}\"tenantID\":\"t\\u00e9\\ud83d\\ude00\", \"clientID\": null, \"allowedNamespaces\": {{}} }}\n}}";

        var problem = Assert.Single(Reading.Read(json).Diagnostics);

        Assert.Equal(("ORC0105", "$.spec.clientID"), (problem.Code, problem.Path));
    }

    [Fact]
    public void List_IsReadItemByItem()
    {
        var items = string.Join(string.Empty, new[] { "one", "two" }.Select(name => "- " + Identity.Replace("NAME", name, StringComparison.Ordinal).Trim().Replace("\n", "\n  ", StringComparison.Ordinal) + "\n"));
        var result = Reading.Read($"apiVersion: v1\nkind: List\nitems:\n{items}");

        Assert.Equal([], result.Diagnostics.Select(Reading.Show));
        Assert.Equal(["one", "two"], result.Identities.Select(i => i.Name));
    }

    [Fact]
    public void AnchorsAndMerges_AreExpanded()
    {
        var result = Reading.Read("""
            apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
            kind: AzureClusterIdentity
            metadata:
              name: i
              labels: &common {a: x}
              annotations:
                <<: *common
                b: "y"
            spec:
              type: WorkloadIdentity
              tenantID: &id t-1
              clientID: *id
            """);

        Assert.Equal([], result.Diagnostics.Select(Reading.Show));
        Assert.Equal(("t-1", "t-1"), (result.Identities.Single().TenantId, result.Identities.Single().ClientId));
    }

    [Fact]
    public void BrokenSyntax_InOneDocument_HidesNothingInTheOthers()
    {
        var result = Reading.Read($"a: [1\n---\n{Identity.Replace("type:", "tipe:", StringComparison.Ordinal)}---\nb: \"x\n");

        Assert.Equal(["1 ORC0101", "2 ORC0103", "2 ORC0105", "3 ORC0101"], result.Diagnostics.Select(d => $"{d.Document} {d.Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void HostileYaml_IsRefusedQuickly()
    {
        var laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++)
        {
            laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        foreach (var text in new[] { laughs.ToString(), new string('[', 20_000), string.Concat(Enumerable.Repeat("{a: ", 5_000)), string.Concat(Enumerable.Repeat("${a:=", 5_000)), "&a [*a]" })
        {
            Assert.Contains(Reading.Read(text).Diagnostics, d => d.Code == "ORC0101");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n---\n")]
    public void EmptyInput_IsNothingToApply(string text) => Assert.Equal("ORC0113", Assert.Single(Reading.Read(text).Diagnostics).Code);

    private static string WithTenant(string value) =>
        $"apiVersion: infrastructure.cluster.x-k8s.io/v1beta1\nkind: AzureClusterIdentity\nmetadata: {{name: i}}\nspec:\n  type: WorkloadIdentity\n  tenantID: {value}\n  clientID: c\n";
}
