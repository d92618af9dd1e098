namespace Orchestrator.Simulator.Kubernetes.Etcd;

/// <summary>What a call of etcdctl printed and how it ended.</summary>
public sealed record EtcdctlResult(int ExitCode, string Output, string Error);
