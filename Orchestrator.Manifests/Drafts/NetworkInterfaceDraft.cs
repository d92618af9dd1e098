namespace Orchestrator.Manifests.Drafts;

internal sealed record NetworkInterfaceDraft(string? SubnetName, bool? AcceleratedNetworking, int? PrivateIPConfigs);
