namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>A command to run in a pod that stands for a control-plane node's etcd.</summary>
internal sealed record ExecCommand(string NodeName, IReadOnlyList<string> Command);
