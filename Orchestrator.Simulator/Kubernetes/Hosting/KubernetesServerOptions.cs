namespace Orchestrator.Simulator.Kubernetes.Hosting;

/// <summary>Loopback ports; zero takes a free one.</summary>
public sealed record KubernetesServerOptions(int KubernetesPort = 0, int ProxyPort = 0);
