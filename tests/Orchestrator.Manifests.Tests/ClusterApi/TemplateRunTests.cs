using Orchestrator.Manifests.ClusterApi.Topology.Templates;

namespace Orchestrator.Manifests.Tests.ClusterApi;

/// <summary>Go templates as the patches of ClusterClasses have them.</summary>
public sealed class TemplateRunTests
{
    private static readonly SortedDictionary<string, object?> Values = Map(
        ("name", "aks"), ("count", 3L), ("share", 0.5), ("on", true), ("off", false), ("none", null), ("empty", ""), ("zones", new List<object?> { "1", "2" }),
        ("pool", Map(("mode", "System"), ("size", 2L))), ("builtin", Map(("cluster", Map(("name", "c1"))), ("controlPlane", Map(("version", "v1.31.2"))))));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{ .builtin.cluster.name }}-vnet", "c1-vnet")]
    [InlineData("{{.name}}{{/* said */}}!", "aks!")]
    [InlineData("{{ if .vnetName }}{{.vnetName}}{{else}}{{.builtin.cluster.name}}-vnet{{end}}", "c1-vnet")]
    [InlineData("{{ if .off }}a{{ else if .on }}b{{ else }}c{{ end }}", "b")]
    [InlineData("{{ with .pool }}{{ .mode }}{{ $.name }}{{ end }}", "Systemaks")]
    [InlineData("{{ with .none }}x{{ else }}{{ .name }}{{ end }}", "aks")]
    [InlineData("{{ range .zones }}[{{ . }}]{{ end }}", "[1][2]")]
    [InlineData("{{ range $i, $z := .zones }}{{ $i }}={{ $z }},{{ end }}", "0=1,1=2,")]
    [InlineData("{{ range $k, $v := .pool }}{{ $k }}={{ $v }},{{ end }}", "mode=System,size=2,")]
    [InlineData("{{ range .none }}x{{ else }}nothing{{ end }}", "nothing")]
    [InlineData("{{ $n := .name }}{{ if .on }}{{ $n = \"b\" }}{{ end }}{{ $n }}", "b")]
    [InlineData("a  {{- .name -}}  b", "aaksb")]
    [InlineData("a\n{{- if .on }}\n  b\n{{- end }}\nc", "a\n  b\nc")]
    [InlineData("{{ \"a }} b\" }}", "a }} b")]
    [InlineData("{{ .name | upper | quote }}", "\"AKS\"")]
    [InlineData("{{ quote (upper .name) }}", "\"AKS\"")]
    [InlineData("{{ (index .zones 1) }}{{ index .pool \"mode\" }}", "2System")]
    [InlineData("{{ default \"x\" .empty }}{{ .none | default \"y\" }}{{ default \"z\" .name }}", "xyaks")]
    [InlineData("{{ eq .name \"aks\" }}{{ ne .name \"aks\" }}{{ eq .count 1 3 }}{{ eq .on true }}", "truefalsetruetrue")]
    [InlineData("{{ and .on .off }}{{ or .empty .name }}{{ not .on }}{{ and }}", null)]
    [InlineData("{{ and .on .off }} {{ or .empty .name }} {{ not .on }}", "false aks false")]
    [InlineData("{{ lt .count 4 }}{{ ge .count 4 }}{{ gt .share 0.25 }}{{ le \"a\" \"b\" }}", "truefalsetruetrue")]
    [InlineData("{{ len .zones }}{{ len .name }}", "23")]
    [InlineData("{{ add .count 1 }}{{ sub .count 1 }}{{ mul 2 .count }}{{ div 7 2 }}{{ mod 7 2 }}{{ max 1 .count }}{{ add1 .count }}", "4263134")]
    [InlineData("{{ ternary \"a\" \"b\" .on }}{{ coalesce .none .empty .name }}{{ empty .empty }}", "aakstrue")]
    [InlineData("{{ trimPrefix \"v\" .builtin.controlPlane.version }}{{ trimSuffix \"s\" .name }}{{ trunc 2 .name }}{{ trunc -1 .name }}", "1.31.2akaks")]
    [InlineData("{{ replace \"k\" \"-\" .name }}{{ contains \"k\" .name }}{{ hasPrefix \"k\" .name }}{{ repeat 2 .name }}", "a-struefalseaksaks")]
    [InlineData("{{ join \",\" .zones }}{{ first .zones }}{{ has \"2\" .zones }}{{ splitList \",\" \"a,b\" | last }}", "1,21trueb")]
    [InlineData("{{ toJson .pool }}{{ toJson .zones }}", "{\"mode\":\"System\",\"size\":2}[\"1\",\"2\"]")]
    [InlineData("{{ dict \"a\" .count | toJson }}{{ hasKey .pool \"mode\" }}{{ get .pool \"mode\" }}", "{\"a\":3}trueSystem")]
    [InlineData("{{ indent 2 \"a\\nb\" }}{{ nindent 1 .name }}", "  a\n  b\n aks")]
    [InlineData("{{ printf \"%s-%02d-%q-%v%%\" .name .count .name .on }}", "aks-03-\"aks\"-true%")]
    [InlineData("{{ b64enc .name }}{{ squote .name }}{{ title .name }}{{ nospace \"a b\" }}", "YWtz'aks'Aksab")]
    [InlineData("{{ semverCompare \">= v1.24.0\" .builtin.controlPlane.version }}", "true")]
    [InlineData("{{ semverCompare \">=1.30.0, <1.31.0 || ~1.31.1\" .builtin.controlPlane.version }}", "true")]
    [InlineData("{{ semverCompare \"^1.31.3\" .builtin.controlPlane.version }}{{ semverCompare \"1.31.x\" .builtin.controlPlane.version }}{{ semverCompare \"!=1.31\" .builtin.controlPlane.version }}", "falsetruefalse")]
    [InlineData("{{ semverCompare \">1.30.0\" \"1.31.0-rc.1\" }}{{ semverCompare \">1.30.0-0\" \"1.31.0-rc.1\" }}", "falsetrue")]
    public void Template_IsCarriedOutAsGoDoes(string template, string? expected)
    {
        if (expected is null)
        {
            Assert.Throws<TemplateProblem>(() => TemplateRun.Render(template, Values));
            return;
        }

        Assert.Equal(expected, TemplateRun.Render(template, Values));
    }

    [Theory]
    [InlineData("{{ .other }}", "'.other' has no value")]
    [InlineData("{{ .none.name }}", "'.none.name' has no value")]
    [InlineData("{{ .name.x }}", "no field 'x'")]
    [InlineData("{{ .zones }}", "toJson or range")]
    [InlineData("{{ now }}", "the function 'now' is not supported")]
    [InlineData("{{ randAlpha 5 }}", "the function 'randAlpha' is not supported")]
    [InlineData("{{ upper }}", "'upper' does not take 0 arguments")]
    [InlineData("{{ if .on }}", "has no 'end'")]
    [InlineData("{{ end }}", "belongs to nothing")]
    [InlineData("{{ if .on }}{{ else }}{{ else }}{{ end }}", "two 'else'")]
    [InlineData("{{ .name", "has no '}}'")]
    [InlineData("{{ (.name }}", "has no ')'")]
    [InlineData("{{ .name ) }}", "one too many")]
    [InlineData("{{ . name }}", "arguments to what is no function")]
    [InlineData("{{ template \"x\" }}", "'template' is not supported")]
    [InlineData("{{ $x }}", "not declared")]
    [InlineData("{{ ~ }}", "cannot be read")]
    [InlineData("{{ }}", "something is missing")]
    [InlineData("{{ lt .name 1 }}", "compares numbers with numbers")]
    [InlineData("{{ div 1 0 }}", "by zero")]
    [InlineData("{{ repeat 99999 .name }}", "from 0 to 10000")]
    [InlineData("{{ range .name }}{{ end }}", "no list and no object")]
    [InlineData("{{ semverCompare \"about 1\" \"1.0.0\" }}", "no constraint of versions")]
    [InlineData("{{ printf \"%s\" }}", "too few arguments")]
    [InlineData("{{ required \"say it\" .empty }}", "say it")]
    public void Template_ThatCannotBe_SaysWhy(string template, string message) =>
        Assert.Contains(message, Assert.Throws<TemplateProblem>(() => TemplateRun.Render(template, Values)).Message, StringComparison.Ordinal);

    [Fact]
    public void Template_ThatTakesTooLong_IsStopped()
    {
        var many = Map(("many", Enumerable.Range(0, 2000).Select(static i => (object?)(long)i).ToList()));

        Assert.Contains("too long", Assert.Throws<TemplateProblem>(() => TemplateRun.Render("{{ range .many }}{{ range $.many }}{{ . }}{{ end }}{{ end }}", many)).Message, StringComparison.Ordinal);
        Assert.Contains("too deep", Assert.Throws<TemplateProblem>(() => TemplateRun.Render($"{{{{ {new string('(', 100)} }}}}", many)).Message, StringComparison.Ordinal);
    }

    private static SortedDictionary<string, object?> Map(params (string Key, object? Value)[] entries) => new(entries.ToDictionary(static e => e.Key, static e => e.Value), StringComparer.Ordinal);
}
