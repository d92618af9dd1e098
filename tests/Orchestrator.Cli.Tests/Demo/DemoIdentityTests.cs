using Orchestrator.Cli.Demo;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Tests.Demo;

public sealed class DemoIdentityTests
{
    private const string Cluster =
        """
        kind: AzureCluster
        metadata:
          name: ${CLUSTER_NAME}
          namespace: team-a
        spec:
          identityRef:
            kind: AzureClusterIdentity
            name: ${CLUSTER_IDENTITY_NAME}

        """;

    private const string Identity =
        """
        kind: AzureClusterIdentity
        metadata:
          name: ${CLUSTER_IDENTITY_NAME}
          namespace: team-a

        """;

    [Fact]
    public void Identity_MissingFromTheFiles_IsAddedUnderItsWrittenName()
    {
        var added = Add(Cluster);

        Assert.NotNull(added);
        Assert.Contains("name: ${CLUSTER_IDENTITY_NAME}\n  namespace: team-a\n", added.Content.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_InAnotherFile_IsNotAdded() => Assert.Null(Add(Cluster, Identity));

    [Fact]
    public void Identity_InAnotherNamespace_IsAddedStill() => Assert.NotNull(Add(Cluster, Identity.Replace("team-a", "team-b", StringComparison.Ordinal)));

    [Theory]
    [InlineData("kind: KubernetesCluster\nmetadata: { name: c1 }\nspec: { identity: { name: i1 } }", true)]
    [InlineData("kind: KubernetesCluster\nmetadata: { name: c1 }\nspec: { identity: { name: i1, type: WorkloadIdentity } }", false)]
    [InlineData("kind: KubernetesCluster\nmetadata: { name: c1 }\nspec: { identity: { type: WorkloadIdentity } }", false)]
    [InlineData("kind: Cluster\nspec: { identityRef: { name: i1 } }", false)]
    [InlineData("- 1\n- 2\n", false)]
    [InlineData("a: [unclosed", false)]
    [InlineData("", false)]
    public void Identity_OfAnyDocument_IsAddedOnlyWhenReferredToByName(string text, bool isAdded) => Assert.Equal(isAdded, Add(text) is not null);

    private static ManifestFile? Add(params string[] contents) => DemoIdentity.For([.. contents.Select(static (content, i) => new ManifestFile($"{i}.yaml", content))]);
}
