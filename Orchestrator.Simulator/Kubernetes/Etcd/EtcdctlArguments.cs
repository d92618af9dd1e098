using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Kubernetes.Etcd;

/// <summary>An etcdctl command line: the words of the command and the flags around them. A shell may stand in front.</summary>
internal sealed record EtcdctlArguments(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Flags)
{
    private static readonly HashSet<string> Switches = new(StringComparer.Ordinal) { "cluster", "debug", "insecure-skip-tls-verify", "learner", "hex" };

    public bool IsJson => Flags.TryGetValue("write-out", out var format) && format == "json";

    /// <summary>Null when the command is not etcdctl.</summary>
    public static EtcdctlArguments? Parse(IReadOnlyList<string> command)
    {
        if (command is [var shell, var option, var line, ..] && shell.EndsWith("sh", StringComparison.Ordinal) && option.EndsWith('c'))
        {
            command = ShellWords.Commands(line).FirstOrDefault() ?? [];
        }

        var rest = command.SkipWhile(static word => word == "env" || word.Contains('=', StringComparison.Ordinal)).ToList();
        if (rest.Count == 0 || rest[0].Split('/')[^1] != "etcdctl")
        {
            return null;
        }

        var words = new List<string>();
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < rest.Count; i++)
        {
            if (!rest[i].StartsWith('-'))
            {
                words.Add(rest[i]);
                continue;
            }

            var (name, value) = rest[i].TrimStart('-').Split('=', 2) is [var left, var right] ? (left, right) : (rest[i].TrimStart('-'), null);
            name = name == "w" ? "write-out" : name;
            flags[name] = value ?? (Switches.Contains(name) || i + 1 == rest.Count ? "true" : rest[++i]);
        }

        return new EtcdctlArguments(words, flags);
    }
}
