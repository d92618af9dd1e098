using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>The script of the samples, with the real orc on a real git repository; only az is played, and writes down what it is told.</summary>
public sealed class GitOpsScriptTests : IDisposable
{
    private readonly PipelineFolder _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void Script_SendsEachMessageInBase64()
    {
        _pipeline.Commit("clusters/a.yaml", PipelineFolder.Cluster("a"));

        var (exitCode, output) = Run("", "HEAD", "clusters");

        Assert.True(exitCode == 0 && output.Contains("1 messages sent", StringComparison.Ordinal), output);
        var told = _pipeline.Told();
        Assert.Equal("gitops-events", told[Array.IndexOf(told, "--queue-name") + 1]);
        Assert.Equal(GitOpsAction.Apply, Assert.Single(_pipeline.Sent).Action);
    }

    [Fact]
    public void Script_OfARevisionThatIsNotThere_SendsNothingAndFails()
    {
        _pipeline.Commit("clusters/a.yaml", "kind: Nothing\n");

        var (exitCode, output) = Run("nonsense", "HEAD", "clusters");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("There is no commit nonsense", output, StringComparison.Ordinal);
        Assert.Empty(_pipeline.Told());
    }

    [Fact]
    public void Script_ForADryRun_WritesTheMessagesAndSendsNothing()
    {
        _pipeline.Commit("clusters/a.yaml", "kind: Nothing\n");

        var (exitCode, output) = Run("--dry-run", "", "HEAD", "clusters");

        Assert.True(exitCode == 0 && output.StartsWith("{\"source\"", StringComparison.Ordinal), output);
        Assert.Empty(_pipeline.Told());
    }

    private (int ExitCode, string Output) Run(params string[] arguments) => _pipeline.Run("bash", [PipelineFolder.Sample("gitops-messages.sh"), .. arguments]);
}
