namespace Orchestrator.Simulator.Kubernetes.Etcd;

/// <param name="Id">Sixteen hexadecimal digits, as etcdctl prints it.</param>
/// <param name="Name">Empty while a member was added and has not started.</param>
internal sealed record EtcdMember(string Id, string Name, string PeerUrl, string ClientUrl, bool IsLearner);
