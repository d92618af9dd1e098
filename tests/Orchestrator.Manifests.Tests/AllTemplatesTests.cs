namespace Orchestrator.Manifests.Tests;

/// <summary>Every template that CAPZ ships: what we do not carry out is said to be unsupported, and no field of theirs is called unknown or wrong.</summary>
public sealed class AllTemplatesTests
{
    // Documents of kinds that we refuse leave references to them unresolved.
    private static readonly string[] Always = ["ORC0102", "ORC0107", "ORC0114"];

    private static readonly Dictionary<string, string[]> Also = new(StringComparer.Ordinal)
    {
        // Its classes patch vmSize into templates that lack it.
        ["cluster-template-clusterclass-rke2.yaml"] = ["ORC0105"],
        // Its services share 10.0.0.0/16 with the control plane's subnet.
        ["cluster-template-dual-stack.yaml"] = ["ORC0110"],
    };

    [Fact]
    public void CapzTemplate_OfEachFlavour_HasOnlyKnownFields()
    {
        _ = Repository.Shared("inputs", "capz", "cluster-template.yaml");
        var folder = Path.Combine(Repository.Root, "..", "shared", "inputs", "capz");
        Assert.All(Directory.EnumerateFiles(folder, "cluster-template*.yaml"), file =>
        {
            var result = Reading.ReadTemplate(
                File.ReadAllText(file), ("CLUSTER_CLASS_NAME", "class"), ("ASO_CREDENTIAL_SECRET_NAME", "aso"), ("APISERVER_LB_DNS_SUFFIX", "suffix"), ("AZURE_SERVER_APP_ID", "app"),
                ("AZURE_EXTENDEDLOCATION_NAME", "edge"), ("AZURE_EXTENDEDLOCATION_TYPE", "EdgeZone"), ("FLATCAR_VERSION", "4230.2.1"), ("WORKER_MACHINE_COUNT", "2"));

            var expected = Always.Concat(Also.GetValueOrDefault(Path.GetFileName(file), []));
            Assert.Equal(string.Empty, string.Join('\n', result.Diagnostics.Where(d => !expected.Contains(d.Code, StringComparer.Ordinal)).Select(Reading.Show)));
        });
    }
}
