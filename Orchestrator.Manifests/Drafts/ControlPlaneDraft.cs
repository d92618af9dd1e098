using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record ControlPlaneDraft(string Name, int? Replicas, string? Version, MachineDraft? Machine, KubeadmSpec? Kubeadm);
