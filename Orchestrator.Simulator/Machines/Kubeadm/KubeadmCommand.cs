using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>The kubeadm call that a machine's user data makes.</summary>
internal sealed record KubeadmCommand(bool IsInit, WrittenFile Configuration, IReadOnlySet<string> SkippedPhases)
{
    /// <summary>Finds the call in the commands and in the written scripts that they run; null when there is none.</summary>
    /// <exception cref="BootFailure">The call could not work.</exception>
    public static KubeadmCommand? Find(CloudConfig config)
    {
        if (config.EarlyCommands.SelectMany(line => Calls(line, config.Files, 0)).Any())
        {
            throw new BootFailure("kubeadm: bootcmd runs before write_files: the configuration file does not exist yet");
        }

        var calls = config.Commands.SelectMany(line => Calls(line, config.Files, 0)).ToList();
        return calls.Count == 0 ? null : From(calls[0], config.Files);
    }

    private static KubeadmCommand From(IReadOnlyList<string> words, IReadOnlyDictionary<string, WrittenFile> files)
    {
        var path = Option(words, "--config") ?? throw new BootFailure($"kubeadm {words[1]} without --config is not simulated");
        var configuration = files.TryGetValue(path, out var file)
            ? file : throw new BootFailure($"kubeadm: unable to read config from \"{path}\": open {path}: no such file or directory");
        var skipped = (Option(words, "--skip-phases") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return new KubeadmCommand(words[1] == "init", configuration, skipped);
    }

    private static IEnumerable<IReadOnlyList<string>> Calls(string script, IReadOnlyDictionary<string, WrittenFile> files, int depth)
    {
        foreach (var words in ShellWords.Commands(script))
        {
            var start = words.ToList().FindIndex(static word => word == "kubeadm" || word.EndsWith("/kubeadm", StringComparison.Ordinal));
            if (start >= 0 && start + 1 < words.Count && words[start + 1] is "init" or "join")
            {
                yield return [.. words.Skip(start)];
            }
            else if (depth < 3 && NestedScript(words, files) is { } nested)
            {
                foreach (var call in Calls(nested, files, depth + 1))
                {
                    yield return call;
                }
            }
        }
    }

    private static string? NestedScript(IReadOnlyList<string> words, IReadOnlyDictionary<string, WrittenFile> files)
    {
        var rest = words.SkipWhile(static word => word is "sudo" or "exec" or "timeout" or "if" or "!" or "then" or "/bin/bash" or "/bin/sh" or "bash" or "sh").ToList();
        if (rest.Count > 1 && rest[0].StartsWith('-') && rest[0].EndsWith('c'))
        {
            return rest[1];
        }

        return rest.FirstOrDefault(word => !word.StartsWith('-')) is { } path && files.TryGetValue(path, out var script) ? script.Content : null;
    }

    private static string? Option(IReadOnlyList<string> words, string name)
    {
        for (var i = 2; i < words.Count; i++)
        {
            if (words[i].StartsWith(name + "=", StringComparison.Ordinal))
            {
                return words[i][(name.Length + 1)..];
            }

            if (words[i] == name && i + 1 < words.Count)
            {
                return words[i + 1];
            }
        }

        return null;
    }
}
