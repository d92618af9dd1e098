namespace Orchestrator.Activities.Nodes.Etcd;

/// <summary>A member of a cluster's etcd. <c>Id</c> is hexadecimal; <c>Name</c> is its node's name, empty until the member has started. A learner has no vote yet.</summary>
public sealed record EtcdMember(string Id, string Name, bool IsHealthy, bool IsLearner);
