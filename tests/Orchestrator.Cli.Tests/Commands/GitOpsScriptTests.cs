using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>The script of the samples, with the real orc on a real git repository; only az is played, and writes down what it is told.</summary>
public sealed class GitOpsScriptTests : IDisposable
{
    private const string Az = "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\" >> \"$AZ_LOG\"\n[ \"$2\" != blob ] || ls \"${@: -3:1}\" >> \"$AZ_LOG\"\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orc-script-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Script_SendsEachMessageInBase64()
    {
        Prepare("apiVersion: orchestrator/v1alpha1\nkind: KubernetesCluster\nmetadata:\n  name: a\nspec: {}\n");

        var (exitCode, output) = Run("bash", Script(), "", "HEAD", "clusters");

        Assert.True(exitCode == 0 && output.Contains("1 messages sent", StringComparison.Ordinal), output);
        var told = File.ReadAllLines(Path.Combine(_folder.FullName, "az.log"));
        Assert.Equal("gitops-events", told[Array.IndexOf(told, "--queue-name") + 1]);
        var message = Encoding.UTF8.GetString(Convert.FromBase64String(told[Array.IndexOf(told, "--content") + 1]));
        Assert.Equal(GitOpsAction.Apply, JsonSerializer.Deserialize<GitOpsMessage>(message, ContractJson.Options)!.Action);
    }

    [Fact]
    public void Script_OfARevisionThatIsNotThere_SendsNothingAndFails()
    {
        Prepare("kind: Nothing\n");

        var (exitCode, output) = Run("bash", Script(), "nonsense", "HEAD", "clusters");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("There is no commit nonsense", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "az.log")));
    }

    [Fact]
    public void Script_ForADryRun_WritesTheMessagesAndSendsNothing()
    {
        Prepare("kind: Nothing\n");

        var (exitCode, output) = Run("bash", Script(), "--dry-run", "", "HEAD", "clusters");

        Assert.True(exitCode == 0 && output.StartsWith("{\"source\"", StringComparison.Ordinal), output);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "az.log")));
    }

    private static string Script()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script needs bash.");
        return Path.Combine(AppContext.BaseDirectory, "samples", "gitops", "gitops-messages.sh");
    }

    private void Prepare(string manifest)
    {
        var bin = _folder.CreateSubdirectory("bin").FullName;
        File.WriteAllText(Path.Combine(bin, "az"), Az);
        File.WriteAllText(Path.Combine(bin, "orc"), $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "orc.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(Path.Combine(bin, "az"), executable);
            File.SetUnixFileMode(Path.Combine(bin, "orc"), executable);
        }

        var clusters = Directory.CreateDirectory(Path.Combine(_folder.FullName, "repository", "clusters")).FullName;
        File.WriteAllText(Path.Combine(clusters, "a.yaml"), manifest);
        foreach (var arguments in new[]
        {
            new[] { "init", "--quiet" }, ["remote", "add", "origin", "https://git.example.com/org/clusters"], ["add", "--all"],
            ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "first"],
        })
        {
            var (exitCode, output) = Run("git", arguments);
            Assert.True(exitCode == 0, output);
        }
    }

    private (int ExitCode, string Output) Run(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = Path.Combine(_folder.FullName, "repository"), RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder.FullName, "bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["AZ_LOG"] = Path.Combine(_folder.FullName, "az.log");
        start.Environment["QUEUE_ACCOUNT"] = "acct";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
