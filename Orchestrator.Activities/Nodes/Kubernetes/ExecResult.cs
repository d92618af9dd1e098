namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>What a command in a container wrote and how it ended; -1 when it did not run.</summary>
internal sealed record ExecResult(string Output, string Errors, int ExitCode);
