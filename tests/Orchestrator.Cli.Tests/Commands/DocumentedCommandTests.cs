using System.Text.RegularExpressions;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Tests.Harness;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>What the documents tell people to type is what orc takes.</summary>
public sealed partial class DocumentedCommandTests
{
    /// <summary>Lines of code blocks that call orc, each with its file.</summary>
    public static TheoryData<string, string> Commands
    {
        get
        {
            var root = Repository.Root;
            var files = new[] { Path.Combine(root, "README.md") }
                .Concat(Directory.GetFiles(Path.Combine(root, "docs"), "*.md"))
                .Concat(Directory.GetFiles(Path.Combine(root, "samples"), "*.md", SearchOption.AllDirectories));
            var commands = new TheoryData<string, string>();
            foreach (var (file, line) in files.Order(StringComparer.Ordinal).SelectMany(static file => Calls(File.ReadAllText(file)).Select(line => (file, line))))
            {
                commands.Add(Path.GetRelativePath(root, file), line);
            }

            return commands;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_InTheDocs_IsUnderstood(string file, string line)
    {
        using var runner = new CommandRunner();

        var parsed = new OrcCommand(runner.CreateServices(TextWriter.Null, TextWriter.Null)).Parse(line["orc ".Length..]);

        Assert.True(parsed.Errors.Count == 0, $"{file}: {line}: {string.Join(" ", parsed.Errors.Select(static error => error.Message))}");
    }

    /// <summary>Without what the shell does; lists of alternatives are prose.</summary>
    private static IEnumerable<string> Calls(string text) => CodeBlock().Matches(text)
        .SelectMany(static block => block.Value.Split('\n'))
        .Where(static line => line.StartsWith("orc ", StringComparison.Ordinal) && !line.Contains('·', StringComparison.Ordinal))
        .Select(static line => Shell().Replace(line, "").Trim().Replace('\'', '"'))
        .Distinct(StringComparer.Ordinal);

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    /// <summary>Comments, redirections, pipes and what follows a command.</summary>
    [GeneratedRegex("( +#| +>| +<| *[|;]| +&).*$")]
    private static partial Regex Shell();
}
