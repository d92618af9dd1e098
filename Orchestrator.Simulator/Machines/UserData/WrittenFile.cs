namespace Orchestrator.Simulator.Machines.UserData;

internal sealed record WrittenFile(string Path, string Content);
