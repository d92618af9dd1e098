namespace Orchestrator.Cli.Tests.Harness;

internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>All that a user sees, for golden files.</summary>
    public string Transcript => $"{Output}{(Error.Length == 0 ? "" : $"--- error output\n{Error}")}--- exit code {ExitCode}\n";
}
