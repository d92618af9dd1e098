using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.GitOps;

namespace Orchestrator.Cli.Tests.Harness;

/// <summary>A machine of a pipeline: the real git, bash and orc, a repository, and players of az and gh that write down what they are told.</summary>
internal sealed class PipelineFolder : IDisposable
{
    private const string Az =
        """
        #!/usr/bin/env bash
        printf '%s\n' "$@" >> "$AZ_LOG"
        [ "$2" != blob ] || ls "${@: -3:1}" >> "$AZ_LOG"
        if [ "$2 $3" = "message get" ]; then
          next=$(ls "$OUTCOMES" | head -n 1)
          [ -z "$next" ] && echo '[]' || printf '[{"id":"%s","popReceipt":"receipt","dequeueCount":%s,"content":"%s"}]' "$next" "${DEQUEUED:-1}" "$(base64 < "$OUTCOMES/$next" | tr -d '\n')"
        elif [ "$2 $3" = "message delete" ]; then
          while [ "$1" != --id ]; do shift; done
          rm "$OUTCOMES/$2"
        fi

        """;

    private const string Gh =
        """
        #!/usr/bin/env bash
        printf '%s %s\n' "$4" "$(cat)" >> "$GH_LOG"
        exit "${GH_EXIT:-0}"

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orc-pipeline-");

    public PipelineFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts need bash.");
        Directory.CreateDirectory(PathOf("bin"));
        Directory.CreateDirectory(PathOf("outcomes"));
        WriteTool("az", Az);
        WriteTool("gh", Gh);
        WriteTool("orc", $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "orc.dll")}' \"$@\"\n");
        File.Copy(Sample("gitops-messages.sh"), PathOf("bin/gitops-messages.sh"));
        Git("init", "--quiet", "--initial-branch=main", PathOf("repository"));
        Git("remote", "add", "origin", "https://git.example.com/org/clusters");
    }

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>The messages that went into the queue, the oldest first, as the app reads them.</summary>
    public IReadOnlyList<GitOpsMessage> Sent => [.. Told().Index().Where(static line => line.Item == "--content")
        .Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(Told()[line.Index + 1])))
        .Select(GitOpsMessageReader.Read)];

    public string[] Told() => File.Exists(PathOf("az.log")) ? File.ReadAllLines(PathOf("az.log")) : [];

    public string[] Posted() => File.Exists(PathOf("gh.log")) ? File.ReadAllLines(PathOf("gh.log")) : [];

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public static string Sample(string name) => Path.Combine([AppContext.BaseDirectory, "samples", "gitops", .. name.Split('/')]);

    /// <summary>Writes the cluster's manifest, or takes it away, and commits.</summary>
    /// <returns>The commit.</returns>
    public string Commit(string name, string? content)
    {
        var path = PathOf($"repository/{name}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (content is null)
        {
            File.Delete(path);
        }
        else
        {
            File.WriteAllText(path, content);
        }

        Git("add", "--all");
        Git("commit", "--quiet", "-m", name);
        return Git("rev-parse", "HEAD").Trim();
    }

    public static string Cluster(string name) => $"apiVersion: orchestrator/v1alpha1\nkind: KubernetesCluster\nmetadata:\n  name: {name}\nspec: {{}}\n";

    public void AddOutcome(int number, JsonNode outcome) => File.WriteAllText(PathOf($"outcomes/{number:D4}"), outcome.ToJsonString());

    public string Git(params string[] arguments)
    {
        var (exitCode, output) = Run("git", arguments);
        Assert.True(exitCode == 0, $"git {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public (int ExitCode, string Output) Run(string file, params string[] arguments)
    {
        var repository = PathOf("repository");
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = Directory.Exists(repository) ? repository : _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        var environment = new Dictionary<string, string>(Variables, StringComparer.Ordinal)
        {
            ["PATH"] = $"{PathOf("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            ["AZ_LOG"] = PathOf("az.log"),
            ["GH_LOG"] = PathOf("gh.log"),
            ["OUTCOMES"] = PathOf("outcomes"),
            ["QUEUE_ACCOUNT"] = "acct",
            ["GIT_AUTHOR_NAME"] = "a",
            ["GIT_AUTHOR_EMAIL"] = "a@example.com",
            ["GIT_COMMITTER_NAME"] = "a",
            ["GIT_COMMITTER_EMAIL"] = "a@example.com",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void WriteTool(string name, string script)
    {
        var path = PathOf($"bin/{name}");
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
